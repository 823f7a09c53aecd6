import type { Attribute, AttributeType } from '#libs/contacts';
import type { Field, FieldKind } from '#libs/rules';

/** How each type of attribute is judged, and in which table it lives. */
const storage: {
  readonly [T in AttributeType]: { kind: FieldKind; table: string; column: string };
} = {
  text: { kind: 'text', table: 'contact_text', column: 'folded' },
  list: { kind: 'list', table: 'contact_text', column: 'folded' },
  number: { kind: 'number', table: 'contact_number', column: 'value' },
  boolean: { kind: 'yes_no', table: 'contact_number', column: 'value' },
  date: { kind: 'date', table: 'contact_time', column: 'value' },
  datetime: { kind: 'datetime', table: 'contact_time', column: 'value' },
};

/** Rules write attributes with this in front. */
export const attributePrefix = 'attributes.';

/** A declared attribute as a field of rules. */
export function attributeField({ id, name, type, labelEn, labelTh }: Attribute): Field {
  const { kind, table, column } = storage[type];
  return {
    name: attributePrefix + name,
    kind,
    label: { en: labelEn, th: labelTh },
    place: { table, column, attribute: id },
  };
}
