import type { ApiClient } from '../client.js';
import { count } from '../print/format.js';
import { say } from '../print/say.js';

interface Wish {
  name: string;
  /** The rule's tree; see libs/rules. */
  where: object;
}

const event = (
  name: string,
  operator: string,
  times: number,
  days: number,
  where: object[] = [],
) => ({
  kind: 'event',
  event: name,
  operator,
  times,
  window: { kind: 'last', span: { days } },
  where,
});

const inBangkok = {
  kind: 'text',
  field: 'city',
  operator: 'one_of',
  value: ['กรุงเทพมหานคร', 'Bangkok'],
};
const tier = (...value: string[]) => ({
  kind: 'text',
  field: 'attributes.loyalty_tier',
  operator: 'one_of',
  value,
});

/** The first one is the campaign's audience; the others show what rules can say. */
const wishes: [Wish, ...Wish[]] = [
  { name: 'Everyone · ทุกคน', where: { kind: 'everyone' } },
  {
    name: 'Bangkok gold who fell silent · ลูกค้าทองในกรุงเทพฯ ที่เงียบไป',
    where: {
      kind: 'all',
      of: [inBangkok, tier('gold', 'platinum'), event('purchased', 'at_most', 0, 90)],
    },
  },
  {
    name: 'Birthday soon · ใกล้วันเกิด',
    where: {
      kind: 'date',
      field: 'birthDate',
      operator: 'anniversary_within_next',
      value: { days: 14 },
    },
  },
  {
    name: 'Left a cart · ทิ้งตะกร้าไว้',
    where: {
      kind: 'all',
      of: [event('added_to_cart', 'at_least', 1, 7), event('purchased', 'exactly', 0, 7)],
    },
  },
  {
    name: 'Big baskets in bamboo · ตะกร้าใหญ่สายไม้ไผ่',
    where: {
      kind: 'all',
      of: [
        {
          kind: 'list',
          field: 'attributes.favourite_categories',
          operator: 'any_of',
          value: ['bamboo'],
        },
        event('purchased', 'at_least', 2, 365, [
          { kind: 'number', field: 'value', operator: 'at_least', value: 1000 },
        ]),
      ],
    },
  },
];

interface Segment {
  id: string;
  name: string;
}

interface ShownSegment extends Segment {
  count: number;
  sentence: { en: string; th: string };
}

/** Makes the segments that are not there yet. @returns the id of each, as they stand above */
export async function makeSegments(api: ApiClient): Promise<string[]> {
  const ids: string[] = [];
  for (const { name, where } of wishes) {
    const known = await api.find<Segment>('/v1/segments', (segment) => segment.name === name);
    const rule = { version: 1, where };
    ids.push((known ?? (await api.post<Segment>('/v1/segments', { name, rule }))).id);
  }
  return ids;
}

/** Prints each segment with its count and its sentences. */
export async function showSegments(api: ApiClient, ids: readonly string[]): Promise<void> {
  say('\n  Segments, with their rules in words');
  for (const id of ids) {
    const segment = await api.get<ShownSegment>(`/v1/segments/${id}`);
    say(`    ${segment.name}: ${count(segment.count)}`);
    say(`      ${segment.sentence.en}\n      ${segment.sentence.th}`);
  }
}
