import { Module } from '@nestjs/common';
import { AttributeRepository } from './attributes/attribute.repository.js';
import { AttributeService } from './attributes/attribute.service.js';
import { ChangeRepository } from './changes/change.repository.js';
import { FeedRepository } from './changes/feed.repository.js';
import { ConsentRepository } from './consent/consent.repository.js';
import { ConsentService } from './consent/consent.service.js';
import { SuppressionRepository, SuppressionService } from './consent/suppression.js';
import { ContactRepository } from './contacts/contact.repository.js';
import { ContactService } from './contacts/contact.service.js';
import { Erasers } from './contacts/erasure.js';
import { EventNames } from './events/event-names.js';
import { EventRepository } from './events/event.repository.js';
import { EventService } from './events/event.service.js';
import { MetricKeeper } from './metrics/metric-keeper.js';
import { MetricRepository } from './metrics/metric.repository.js';
import { MetricService } from './metrics/metric.service.js';
import { MetricValues } from './metrics/metric-values.repository.js';
import { ScaleRepository } from './metrics/scale.repository.js';
import { ScoreRepository } from './metrics/score.repository.js';
import { Backlog } from './intake/backlog.js';
import { InboxWriter } from './intake/inbox-writer.js';
import { InboxRepository } from './intake/inbox.repository.js';
import { ErasedRepository } from './intake/erased.repository.js';
import { IntakeErasure } from './intake/intake-erasure.js';
import { IntakeService } from './intake/intake.service.js';
import { RefusalRepository } from './intake/refusal.repository.js';
import { TraitsRepository } from './intake/traits.repository.js';
import { VisitorRepository } from './intake/visitor.repository.js';
import { ImportErrorRepository } from './imports/import-error.repository.js';
import { ImportFileRepository } from './imports/import-file.repository.js';
import { defaultImportLimits, IMPORT_LIMITS } from './imports/import-limits.js';
import { ImportUpload } from './imports/import-upload.js';
import { ImportRepository } from './imports/import.repository.js';
import { ImportService } from './imports/import.service.js';
import { ListRepository } from './lists/list.repository.js';
import { ListService } from './lists/list.service.js';

const services = [
  AttributeService,
  ContactService,
  Erasers,
  ConsentService,
  SuppressionService,
  EventNames,
  EventService,
  ListService,
  ImportService,
  MetricService,
  IntakeService,
];

const repositories = [
  AttributeRepository,
  ChangeRepository,
  FeedRepository,
  ContactRepository,
  ConsentRepository,
  SuppressionRepository,
  EventRepository,
  ListRepository,
  ImportRepository,
  ImportFileRepository,
  ImportErrorRepository,
  MetricRepository,
  MetricValues,
  MetricKeeper,
  ScaleRepository,
  ScoreRepository,
  InboxRepository,
  ErasedRepository,
  RefusalRepository,
  TraitsRepository,
  VisitorRepository,
];

/** People, what they agreed to, what they did, and how they come in. */
@Module({
  providers: [
    ...services,
    ...repositories,
    ImportUpload,
    Backlog,
    InboxWriter,
    IntakeErasure,
    { provide: IMPORT_LIMITS, useValue: defaultImportLimits },
  ],
  exports: [...services, ...repositories, IMPORT_LIMITS],
})
export class ContactsModule {}
