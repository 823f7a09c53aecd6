import type { FactValue } from '#libs/rules';

/** When, the value in THB as DECIMAL text, and properties as a program sends them. */
export type Doing = readonly [at: string, value?: string | null, properties?: object];

/** A person, a rule, and whether it holds of the person. */
export interface Case {
  readonly values?: { readonly [field: string]: FactValue | null };
  readonly purchases?: readonly Doing[];
  readonly visits?: readonly Doing[];
  readonly where: object;
  readonly holds: boolean;
  readonly now?: string;
  readonly zone?: string;
}

export const text = (field: string, operator: string, value?: unknown) => ({
  kind: 'text',
  field,
  operator,
  value,
});
export const number = (operator: string, value?: unknown) => ({
  kind: 'number',
  field: 'attributes.score',
  operator,
  value,
});
export const date = (field: string, operator: string, value?: unknown) => ({
  kind: 'date',
  field,
  operator,
  value,
});
export const tags = (operator: string, value?: unknown) => ({
  kind: 'list',
  field: 'tags',
  operator,
  value,
});
export const yesNo = (operator: string) => ({ kind: 'yes_no', field: 'attributes.vip', operator });
export const did = (operator: string, times: number, rest: object = {}) => ({
  kind: 'event',
  event: 'purchase',
  operator,
  times,
  ...rest,
});

export const purchasesOf = (of: string, operator: string, value: unknown, rest: object = {}) => ({
  kind: 'aggregate',
  event: 'purchase',
  of,
  field: 'value',
  operator,
  value,
  ...rest,
});
export const purchased = (which: string, operator: string, value: unknown) => ({
  kind: 'occurrence',
  event: 'purchase',
  which,
  operator,
  value,
});
/** A visit and then a purchase. */
export const visited = (operator: string, within: object, rest: object = {}) => ({
  kind: 'sequence',
  first: { event: 'visit' },
  then: { event: 'purchase' },
  operator,
  within,
  ...rest,
});

export const named = (name: string | null) => ({ firstName: name });
export const born = (birthDate: string) => ({ birthDate });
export const seen = (at: string) => ({ 'attributes.seen': new Date(at) });
export const score = (value: number | null) => ({ 'attributes.score': value });

export type Cases = readonly (readonly [name: string, Case])[];
