import { type Shape, anyOf, literal, object, oneWord, text } from '../shape.js';

interface Accepting {
  readonly accepts: { readonly shape: Shape | null };
}

/** `{ kind, field, operator, value }`, the operators that take the same value together. */
export function shapeOf(kind: string, operators: { readonly [name: string]: Accepting }): Shape {
  const byValue = new Map<Shape | null, string[]>();
  for (const [name, { accepts }] of Object.entries(operators)) {
    byValue.set(accepts.shape, [...(byValue.get(accepts.shape) ?? []), name]);
  }
  const shapes = [...byValue].map(([value, names]) => {
    const condition = { kind: literal(kind), field: text, operator: oneWord(names) };
    return value ? object({ ...condition, value }) : object(condition, { value: { type: 'null' } });
  });
  return anyOf(...shapes);
}
