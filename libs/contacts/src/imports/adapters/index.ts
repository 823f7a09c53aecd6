import type { ImportAdapterName } from '../import.js';
import type { ImportAdapter } from './adapter.js';
import { cdnow } from './cdnow.js';
import { contactsCsv } from './contacts-csv.js';
import { eventsCsv } from './events-csv.js';
import { hillstrom } from './hillstrom.js';

/** Every kind of file that can be imported. */
export const adapters: Record<ImportAdapterName, ImportAdapter> = {
  contacts_csv: contactsCsv,
  events_csv: eventsCsv,
  hillstrom,
  cdnow,
};

export * from './adapter.js';
