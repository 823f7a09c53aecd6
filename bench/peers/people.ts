/** A group of recipients to whom the same happens. */
interface Group {
  /** Addresses are `name-1@domain`, `name-2@domain`, … */
  name: string;
  domain: string;
  count: number;
  /** The class that the bounce should have; null when it arrives. */
  expected: 'hard' | 'soft' | 'block' | null;
  /** What the servers of postfix.sh do with it. */
  what: string;
}

export const groups: readonly Group[] = [
  { name: 'ok', domain: 'inbox.example', count: 130, expected: null, what: 'a mailbox' },
  { name: 'door', domain: 'inbox.example', count: 5, expected: 'hard', what: 'refused by relay' },
  { name: 'nobody', domain: 'inbox.example', count: 15, expected: 'hard', what: 'virtual(8)' },
  { name: 'gone', domain: 'dovecot.example', count: 8, expected: 'hard', what: 'Dovecot LMTP' },
  { name: 'full', domain: 'dovecot.example', count: 8, expected: 'soft', what: 'Dovecot quota' },
  {
    name: 'command',
    domain: 'broken.example',
    count: 5,
    expected: 'soft',
    what: 'pipe(8) exit 69',
  },
  { name: 'nobody', domain: 'nohost.invalid', count: 6, expected: 'hard', what: 'no such domain' },
  { name: 'nobody', domain: 'nexthop.example', count: 6, expected: 'hard', what: '550 5.1.1' },
  { name: 'closed', domain: 'nexthop.example', count: 4, expected: 'hard', what: '550 5.2.1' },
  { name: 'spam', domain: 'nexthop.example', count: 4, expected: 'block', what: '554 5.7.1' },
  {
    name: 'grey',
    domain: 'nexthop.example',
    count: 5,
    expected: 'soft',
    what: '450 4.2.0, expires',
  },
  {
    name: 'busy',
    domain: 'nexthop.example',
    count: 4,
    expected: 'soft',
    what: '452 4.2.2, expires',
  },
  {
    name: 'down',
    domain: 'down.example',
    count: 4,
    expected: 'soft',
    what: 'refused port, expires',
  },
];

export const people = groups.flatMap(({ name, domain, count }) =>
  Array.from({ length: count }, (_, i) => ({
    externalId: `${name}@${domain}/${i + 1}`,
    address: `${name}-${i + 1}@${domain}`,
    language: i % 2 ? ('en' as const) : ('th' as const),
  })),
);
