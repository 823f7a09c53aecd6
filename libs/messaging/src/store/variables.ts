import type { Attribute, AttributeType, Metric } from '#libs/contacts';
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

/** Declared metrics as variables: `contact.metrics.<name>`. Those that are archived stay known. */
export function metricVariables(metrics: readonly Metric[]): VariableSchema {
  return Object.fromEntries(
    metrics.map(({ name, kind }) => {
      const type: VariableType = kind === 'first' || kind === 'last' ? 'date' : 'number';
      return [`contact.metrics.${name}`, { type }];
    }),
  );
}
