export * from './attributes/attribute.js';
export { AttributeService } from './attributes/attribute.service.js';
export { ChangeRepository, changesBell } from './changes/change.repository.js';
export * from './changes/feed.repository.js';
export * from './changes/topics.js';
export * from './consent/consent.js';
export { type ConsentRecord } from './consent/consent.repository.js';
export { ConsentService, type StatementInput } from './consent/consent.service.js';
export {
  SuppressionRepository,
  SuppressionService,
  suppressionReasons,
  type Suppression,
  type SuppressionReason,
} from './consent/suppression.js';
export { matchKeys, type Contact, type Core, type MatchKey } from './contacts/contact.js';
export { type ContactInput } from './contacts/contact-input.js';
export { type ContactFilter } from './contacts/contact.repository.js';
export {
  ContactService,
  type ContactWithConsents,
  type RenderedContact,
} from './contacts/contact.service.js';
export { Erasers, type Eraser } from './contacts/erasure.js';
export { ContactsJobsModule } from './contacts-jobs.module.js';
export { ContactsModule } from './contacts.module.js';
export { type ContactRef, type EventOutcome, type NewEvent } from './events/event.js';
export { EventNames } from './events/event-names.js';
export { decimal, tenThousandths } from './events/event-summary.js';
export { EventService, maxEventsPerCall } from './events/event.service.js';
export { encodings } from './imports/encoding.js';
export * from './imports/import.js';
export { IMPORT_LIMITS, type ImportLimits } from './imports/import-limits.js';
export { type ImportOptions, type ImportOptionsInput } from './imports/import-options.js';
export { ImportRunner } from './imports/import-runner.js';
export { ImportService, type NewImport } from './imports/import.service.js';
export * from './lists/list.js';
export { ListService } from './lists/list.service.js';
export { importRun } from './imports/import.jobs.js';
export { contactsJobs } from './contacts.jobs.js';
export * from './metrics/metric.js';
export { MetricKeeper, type Done } from './metrics/metric-keeper.js';
export { metricScore } from './metrics/metric.jobs.js';
export { MetricScorer } from './metrics/metric-scorer.js';
export { MetricService } from './metrics/metric.service.js';
export { MetricValues } from './metrics/metric-values.repository.js';
export { type RenderedMetrics } from './metrics/rendered-metrics.js';
export { maxBatchBytes } from './intake/intake.js';
export { IntakeConsumer } from './intake/intake-consumer.js';
export { IntakeWork } from './intake/intake.work.js';
export { messageTypes } from './intake/message.js';
export { type StoredRefusal } from './intake/refusal.repository.js';
export { IntakeService, type Received } from './intake/intake.service.js';
export * from './values/index.js';
