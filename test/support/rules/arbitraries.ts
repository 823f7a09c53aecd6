import type { Node, Rule } from '#libs/rules';
import fc from 'fast-check';
import { event, eventCondition, plainWindow } from './arbitrary-events.js';
import { messageCondition, otherCondition, others } from './arbitrary-others.js';
import {
  conditionOn,
  countries,
  day,
  instant,
  keptText,
  keptTexts,
  maybe,
  numbers,
} from './arbitrary-values.js';
import { fields, type Person } from './world.js';

export { instant };

const values = fc.record({
  country: maybe(fc.constantFrom(...countries)),
  firstName: maybe(keptText),
  city: maybe(keptText),
  birthDate: maybe(day),
  createdAt: instant,
  tags: keptTexts.map((tags) => tags.filter((tag, index) => index === 0 || tag === '🙂')),
  'attributes.nickname': maybe(keptText),
  'attributes.score': maybe(fc.oneof(fc.constantFrom(...numbers), fc.constantFrom(1e300, -1e-300))),
  'attributes.vip': maybe(fc.boolean()),
  'attributes.renewal': maybe(day),
  'attributes.seen': maybe(instant),
  'attributes.hobbies': keptTexts,
});

const person: fc.Arbitrary<Person> = fc.record({
  values,
  events: fc.record({
    purchase: fc.array(event, { maxLength: 5 }),
    visit: fc.array(event, { maxLength: 4 }),
  }),
  ...others(instant),
});

/** Some contacts with the unique addresses that the database asks for. */
export const people = (count: number): fc.Arbitrary<Person[]> =>
  fc.array(person, { minLength: count, maxLength: count }).map((all) =>
    all.map((one, index) => ({
      ...one,
      id: String(index + 1),
      values: {
        ...one.values,
        externalId: index % 5 === 0 ? null : `X${index}${index % 2 ? ' ' : ''}`,
        email: index % 7 === 0 ? null : `u${index}@example.com`,
      },
    })),
  );

/** A condition on one field. */
export const onFields = fc.oneof(
  ...fields.map(({ name, kind }) =>
    conditionOn(kind === 'datetime' ? 'date' : kind, name, kind === 'date'),
  ),
);

const segmentCondition = fc
  .record({
    kind: fc.constant('segment' as const),
    operator: fc.constantFrom('in' as const, 'not_in' as const),
    segment: fc.constantFrom('1', '2'),
  })
  .map((node): Node => node);

/** A condition on what was done. */
export const onEvents: fc.Arbitrary<Node> = eventCondition;

/** A condition on anything but fields and events. */
export const onOthers: fc.Arbitrary<Node> = otherCondition(plainWindow);

/** A condition on messages, of which time alone can change the verdict. */
export const onMessages: fc.Arbitrary<Node> = messageCondition(plainWindow);

/** One condition by itself. */
export const leaf: fc.Arbitrary<Node> = fc.oneof(
  { weight: 6, arbitrary: onFields },
  { weight: 9, arbitrary: onEvents },
  { weight: 3, arbitrary: onOthers },
);

/** Conditions nested in all, any and not; with references to the segments 1 and 2. */
export const node: fc.Arbitrary<Node> = fc.letrec<{ node: Node }>((tie) => ({
  node: fc.oneof(
    { maxDepth: 3, depthIdentifier: 'rule' },
    { weight: 5, arbitrary: leaf },
    { weight: 1, arbitrary: segmentCondition },
    { weight: 2, arbitrary: groupOf('all', tie('node')) },
    { weight: 2, arbitrary: groupOf('any', tie('node')) },
    { weight: 1, arbitrary: tie('node').map((of): Node => ({ kind: 'not', of })) },
  ),
})).node;

function groupOf(kind: 'all' | 'any', one: fc.Arbitrary<Node>): fc.Arbitrary<Node> {
  return fc.array(one, { minLength: 1, maxLength: 3 }).map((of): Node => ({ kind, of }));
}

export const rule = (where: fc.Arbitrary<Node>): fc.Arbitrary<Rule> =>
  where.map((inner) => ({ version: 1, where: inner }));
