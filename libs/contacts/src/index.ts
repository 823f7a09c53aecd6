export * from './attributes/attribute.js';
export { AttributeService } from './attributes/attribute.service.js';
export { ChangeRepository, changesBell } from './changes/change.repository.js';
export * from './changes/feed.repository.js';
export * from './changes/topics.js';
export * from './consent/consent.js';
export { type ConsentRecord } from './consent/consent.repository.js';
export { ConsentService, type StatementInput } from './consent/consent.service.js';
export {
  SuppressionService,
  type Suppression,
  type SuppressionReason,
} from './consent/suppression.js';
export { matchKeys, type Contact, type Core, type MatchKey } from './contacts/contact.js';
export { type ContactInput } from './contacts/contact-input.js';
export { type ContactFilter } from './contacts/contact.repository.js';
export { ContactService, type ContactWithConsents } from './contacts/contact.service.js';
export { Erasers, type Eraser } from './contacts/erasure.js';
export { ContactsJobsModule } from './contacts-jobs.module.js';
export { ContactsModule } from './contacts.module.js';
export { type ContactRef, type EventOutcome, type NewEvent } from './events/event.js';
export { EventNames } from './events/event-names.js';
export { EventService, maxEventsPerCall } from './events/event.service.js';
export { encodings } from './imports/encoding.js';
export * from './imports/import.js';
export { IMPORT_LIMITS, type ImportLimits } from './imports/import-limits.js';
export { type ImportOptions, type ImportOptionsInput } from './imports/import-options.js';
export { ImportRunner } from './imports/import-runner.js';
export { ImportService, type NewImport } from './imports/import.service.js';
export { contactsJobs, importRun } from './imports/import.jobs.js';
export { maxBatchBytes } from './intake/intake.js';
export { IntakeConsumer } from './intake/intake-consumer.js';
export { IntakeWork } from './intake/intake.work.js';
export { type StoredRefusal } from './intake/refusal.repository.js';
export { IntakeService, type Received } from './intake/intake.service.js';
export * from './values/index.js';
