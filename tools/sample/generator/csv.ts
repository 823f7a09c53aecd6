import { stringify } from 'csv-stringify/sync';
import type { Company } from './company.js';
import type { Said } from './person.js';

/** As cells of a `consent.…` column: an empty one says nothing. */
const cells: Record<Said, string> = { yes: 'yes', no: 'no', nothing: '' };
const listSeparator = '|';

/** The customers for the import adapter `contacts_csv`; columns are called as the fields are. */
export function contactsCsv({ people, standings }: Company): string {
  const rows = people.map((person) => {
    const standing = standings.get(person.externalId);
    return {
      externalId: person.externalId,
      email: person.email,
      phone: person.phone,
      firstName: person.firstName,
      lastName: person.lastName,
      language: person.language,
      timeZone: person.timeZone,
      country: person.country,
      city: person.city,
      birthDate: person.birthDate,
      'attributes.province': person.province,
      'attributes.loyalty_tier': standing?.tier ?? 'bronze',
      'attributes.lifetime_spend': standing?.lifetimeSpend ?? 0,
      'attributes.favourite_categories': person.favourites.join(listSeparator),
      'attributes.newsletter': person.newsletter ? 'yes' : 'no',
      'attributes.joined_on': person.joinedOn,
      'attributes.last_visit': standing?.lastVisit,
      tags: person.tags.join(listSeparator),
      'consent.email.marketing': cells[person.consent.email],
      'consent.sms.marketing': cells[person.consent.sms],
    };
  });
  return stringify(rows, { header: true });
}

const propertyColumns = ['sku', 'category', 'price', 'quantity', 'branch', 'topic'];

/** What they did for the import adapter `events_csv`. */
export function eventsCsv({ events }: Company): string {
  const header = [
    'id',
    'name',
    'at',
    'contact.externalId',
    'value',
    'currency',
    ...propertyColumns.map((name) => `properties.${name}`),
  ];
  const rows = events.map(({ id, name, at, externalId, value, properties }) => [
    id,
    name,
    at.toISOString(),
    externalId,
    value,
    value === null ? null : 'THB',
    ...propertyColumns.map((property) => properties[property]),
  ]);
  return stringify([header, ...rows]);
}
