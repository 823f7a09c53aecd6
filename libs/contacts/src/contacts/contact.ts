import type { AttributeValue } from '../attributes/attribute.js';

/** The core fields and their columns. All are texts in canonical form; a birth date is a day. */
export const coreColumns = {
  externalId: 'external_id',
  email: 'email',
  phone: 'phone',
  firstName: 'first_name',
  lastName: 'last_name',
  language: 'language',
  timeZone: 'time_zone',
  country: 'country',
  city: 'city',
  birthDate: 'birth_date',
} as const;

export type CoreField = keyof typeof coreColumns;
export const coreFields = Object.keys(coreColumns) as CoreField[];

/** Fields by which a contact is found; email and externalId belong to one contact at most. */
export type MatchKey = 'email' | 'phone' | 'externalId';
export const matchKeys: readonly MatchKey[] = ['email', 'phone', 'externalId'];

export type Core = Record<CoreField, string | null>;

/** A change, every value canonical: what is absent stays, null takes the value away. */
export interface ContactPatch {
  core: Partial<Core>;
  /** By attribute id. */
  attributes: ReadonlyMap<number, AttributeValue | null>;
  addTags: readonly string[];
  removeTags: readonly string[];
}

/** A contact with its attributes by name. */
export interface Contact extends Core {
  id: string;
  attributes: Record<string, AttributeValue>;
  tags: string[];
  createdAt: Date;
  updatedAt: Date;
}

export const emptyCore = (): Core => ({
  externalId: null,
  email: null,
  phone: null,
  firstName: null,
  lastName: null,
  language: null,
  timeZone: null,
  country: null,
  city: null,
  birthDate: null,
});
