import type { VariableSchema } from './content.js';

/** What every message may speak of; the caller adds `contact.attributes.<key>` and `contact.metrics.<key>`. */
export const baseSchema: VariableSchema = {
  'contact.email': { type: 'text' },
  'contact.phone': { type: 'text' },
  'contact.firstName': { type: 'text' },
  'contact.lastName': { type: 'text' },
  'contact.language': { type: 'text' },
  'contact.timeZone': { type: 'text' },
  'contact.country': { type: 'text' },
  'contact.city': { type: 'text' },
  'contact.birthDate': { type: 'date' },
  'contact.createdAt': { type: 'date' },
  'organisation.name': { type: 'text' },
  'organisation.address': { type: 'text' },
  'organisation.phone': { type: 'text' },
  'organisation.email': { type: 'text' },
  'organisation.website': { type: 'text' },
  'campaign.name': { type: 'text' },
  // Only in campaigns that a trigger starts; a template declares which `trigger.properties.…` it reads.
  'trigger.event': { type: 'text' },
  'trigger.value': { type: 'number' },
  'trigger.currency': { type: 'text' },
  'trigger.segment': { type: 'text' },
  unsubscribeUrl: { type: 'url' },
  viewUrl: { type: 'url' },
};
