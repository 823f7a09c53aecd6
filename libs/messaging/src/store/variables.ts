import type { Attribute, AttributeType } from '#libs/contacts';
import type { VariableSchema, VariableType } from '../templates/index.js';

const typeOf: Record<AttributeType, VariableType> = {
  text: 'text',
  number: 'number',
  boolean: 'yesno',
  date: 'date',
  datetime: 'date',
  list: 'list',
};

/** Declared attributes as variables: `contact.attributes.<name>`. */
export function attributeVariables(attributes: readonly Attribute[]): VariableSchema {
  return Object.fromEntries(
    attributes.map(({ name, type }) => [`contact.attributes.${name}`, { type: typeOf[type] }]),
  );
}
