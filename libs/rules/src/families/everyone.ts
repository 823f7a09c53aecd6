import type { Family } from '../family.js';
import { literal, object } from '../shape.js';
import { any } from '../target.js';
import type { Nodes } from '../tree.js';

/** All contacts, said on purpose: an empty `all` is refused. */
export const everyone: Family<Nodes['everyone']> = {
  shape: object({ kind: literal('everyone') }),
  read: (reader) => {
    reader.object(['kind']);
    return { kind: 'everyone' };
  },
  check: () => undefined,
  evaluate: () => ({ verdict: true, expected: null, found: null, changesAt: Infinity }),
  toSql: any,
  say: (_, { speaker }) => speaker.phrase({ en: 'who are known at all', th: 'ทุกคน' }),
  cost: () => 1,
};
