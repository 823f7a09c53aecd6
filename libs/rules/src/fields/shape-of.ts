import { type Shape, type Shapes, anyOf, literal, object, oneWord, text } from '../shape.js';

interface Accepting {
  readonly accepts: { readonly shape: Shape | null };
}

/** What is compared, an operator and its value; operators that take the same value together. */
export function comparing(
  operators: { readonly [name: string]: Accepting },
  required: Shapes,
  optional: Shapes = {},
): Shape {
  const byValue = new Map<Shape | null, string[]>();
  for (const [name, { accepts }] of Object.entries(operators)) {
    byValue.set(accepts.shape, [...(byValue.get(accepts.shape) ?? []), name]);
  }
  const shapes = [...byValue].map(([value, names]) => {
    const compared = { ...required, operator: oneWord(names) };
    return value
      ? object({ ...compared, value }, optional)
      : object(compared, { ...optional, value: { type: 'null' } });
  });
  return anyOf(...shapes);
}

/** `{ kind, field, operator, value }` */
export const shapeOf = (kind: string, operators: { readonly [name: string]: Accepting }): Shape =>
  comparing(operators, { kind: literal(kind), field: text });
