import type { Family } from '../family.js';
import { literal, object, ref } from '../shape.js';
import { not as complement } from '../sql.js';
import type { Nodes } from '../tree.js';
import { isGroup } from './group.js';

const th = 'ไม่เข้าเงื่อนไข ({clause})';

/** The exact complement. */
export const not: Family<Nodes['not']> = {
  shape: object({ kind: literal('not'), of: ref('condition') }),
  read: (reader, context) => {
    reader.object(['kind', 'of']);
    const of = context.child(reader.at('of'));
    return of && { kind: 'not', of };
  },
  check: ({ of }, context) => context.child(of, '/of'),
  evaluate: ({ of }, context) => {
    const child = context.child(of, '/of');
    const { verdict, changesAt } = child;
    return { verdict: !verdict, expected: null, found: null, changesAt, of: [child] };
  },
  toSql: ({ of }, context) => complement(context.child(of)),
  say: ({ of }, context) =>
    context.speaker.phrase(
      isGroup(of)
        ? { en: 'who are not among those ({clause})', th }
        : { en: 'who are not among those {clause}', th },
      { clause: context.child(of) },
    ),
  cost: () => 0,
  below: ({ of }) => [of],
  rebuild: ({ of }, change) => ({ kind: 'not', of: change(of) }),
};
