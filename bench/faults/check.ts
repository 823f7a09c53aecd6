import { openStates, type DeliveryState } from '#libs/messaging';

/** A copy that the mail server took. */
export interface Entry {
  messageId: string;
  /** MAIL FROM: one of its own for each delivery (VERP). */
  sender: string;
  recipient: string;
}

/** A delivery as the ledger has it, with the names under which it travels. */
export interface Row {
  messageId: string;
  sender: string;
  state: DeliveryState;
  attempts: number;
  /** Whether it ever was uncertain: those are listed for ever. */
  uncertain: boolean;
}

/** What the journal and the ledger say of each other: numbers of messages. */
export interface Findings {
  people: number;
  states: Partial<Record<DeliveryState, number>>;
  /** Should have come, and nobody got it. */
  lost: number;
  /** Copies beyond the first. */
  extra: number;
  /** Copies beyond the first of those that nobody ever doubted. */
  unlisted: number;
  /** Deliveries that once were uncertain. */
  listed: number;
  /** Copies of which the ledger knows nothing. */
  phantom: number;
  /** Copies of what the ledger calls not sent; rows whose state nothing explains. */
  wrongState: number;
  /** Copies beyond the attempts that the ledger has: sent without an intent. */
  withoutIntent: number;
  /** The first few of whatever is wrong, in words. */
  examples: string[];
}

/** What a fault may cost. What is not named must not be. */
export interface Limits {
  extra?: number;
  listed?: number;
  /** All states at the end; when absent everybody is accepted, but for those held after doubts. */
  states?: Partial<Record<DeliveryState, number>>;
}

const mostExamples = 5;
const open: ReadonlySet<DeliveryState> = new Set(openStates);

/** Message-ID and sender together: both must lead to the same delivery. */
const keyOf = ({ messageId, sender }: Entry | Row): string => `${messageId} ${sender}`;

/**
 * Compares what the mail server took with what the ledger says, as sets.
 * @param people how many there are, each of whom must have a row.
 */
export function compare(journal: Iterable<Entry>, rows: Iterable<Row>, people: number): Findings {
  const copies = new Map<string, number>();
  for (const entry of journal) copies.set(keyOf(entry), (copies.get(keyOf(entry)) ?? 0) + 1);
  const found: Findings = {
    people,
    states: {},
    lost: 0,
    extra: 0,
    unlisted: 0,
    listed: 0,
    phantom: 0,
    wrongState: 0,
    withoutIntent: 0,
    examples: [],
  };
  const note = (
    kind: 'lost' | 'unlisted' | 'phantom' | 'wrongState' | 'withoutIntent',
    n: number,
    what: string,
  ) => {
    // prettier-ignore
    if (n <= 0) return;
    found[kind] += n;
    if (found.examples.length < mostExamples) found.examples.push(`${kind}: ${what}`);
  };
  let known = 0;
  for (const row of rows) {
    known += 1;
    const { state, uncertain, attempts } = row;
    const came = copies.get(keyOf(row)) ?? 0;
    copies.delete(keyOf(row));
    found.states[state] = (found.states[state] ?? 0) + 1;
    if (uncertain) found.listed += 1;
    const beyond = Math.max(0, came - 1);
    const words = `${row.messageId} ${state}, ${attempts} attempts, ${came} copies`;
    found.extra += beyond;
    if (!uncertain) note('unlisted', beyond, words);
    note('withoutIntent', came - attempts, words);
    if (came === 0) note('lost', state === 'accepted' || open.has(state) ? 1 : 0, words);
    const explained = state === 'accepted' || (uncertain && !open.has(state));
    note('wrongState', !explained && (came > 0 || state === 'held') ? 1 : 0, words);
  }
  note('lost', people - known, `${people - known} people have no row`);
  for (const [key, came] of copies) note('phantom', came, key);
  return found;
}

/** What the findings break, in words; nothing when the promise was kept. */
export function brokenBy(found: Findings, limits: Limits = {}): string[] {
  const { extra = 0, listed = 0 } = limits;
  // One that was in doubt three times is held and sent no more; it is among those that are listed.
  const held = found.states.held ?? 0;
  const states = limits.states ?? { accepted: found.people - held, held };
  const broken: string[] = [];
  if (found.lost > 0) broken.push(`${found.lost} lost`);
  if (found.extra > extra) broken.push(`${found.extra} extra copies, ${extra} allowed`);
  if (found.unlisted > 0) broken.push(`${found.unlisted} extra copies that nobody lists`);
  if (found.listed > listed) broken.push(`${found.listed} in doubt, ${listed} allowed`);
  if (found.phantom > 0) broken.push(`${found.phantom} unknown to the ledger`);
  if (found.wrongState > 0) broken.push(`${found.wrongState} in a wrong state`);
  if (found.withoutIntent > 0) broken.push(`${found.withoutIntent} sent without an intent`);
  const names = new Set([...Object.keys(states), ...Object.keys(found.states)]);
  for (const name of [...names].sort() as DeliveryState[])
    if ((states[name] ?? 0) !== (found.states[name] ?? 0))
      broken.push(`${name}: ${found.states[name] ?? 0} in place of ${states[name] ?? 0}`);
  return broken;
}
