import { momentRangeShape } from '../operands/moments.js';
import { periodShape, spanShape } from '../operands/spans.js';
import { type Shape, anyOf, literal, object, text } from '../shape.js';
import type { Window } from '../tree.js';

/** Every kind of window as JSON: a missing one does not compile. */
const shapes: { readonly [K in Window['kind']]: Shape } = {
  ever: object({ kind: literal('ever') }),
  last: object({ kind: literal('last'), span: spanShape }),
  between: object({ kind: literal('between'), ...momentRangeShape }),
  period: object({ kind: literal('period'), period: periodShape }),
  since: object({ kind: literal('since'), event: text }),
};

/** Some kinds of windows. */
export const windowOf = (kinds: readonly Window['kind'][]): Shape =>
  anyOf(...kinds.map((kind) => shapes[kind]));

export const anyWindow: Shape = anyOf(...Object.values(shapes));
