import type { FactValue } from '#libs/rules';

/** A person, a rule, and whether it holds of the person. */
export interface Case {
  readonly values?: { readonly [field: string]: FactValue | null };
  /** Purchases: when, and the value as DECIMAL text. */
  readonly purchases?: readonly (readonly [at: string, value?: string])[];
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

export const named = (name: string | null) => ({ firstName: name });
export const born = (birthDate: string) => ({ birthDate });
export const seen = (at: string) => ({ 'attributes.seen': new Date(at) });
export const score = (value: number | null) => ({ 'attributes.score': value });

export type Cases = readonly (readonly [name: string, Case])[];
