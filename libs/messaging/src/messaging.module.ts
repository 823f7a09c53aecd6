import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { ContactsModule } from '#libs/contacts';
import { BounceRepository } from './bounces/bounce.repository.js';
import { Channels } from './channels/channels.js';
import { Composer } from './delivery/composer.js';
import { DeliveryWaker, DeliveryWork } from './delivery/delivery.jobs.js';
import { Dispatcher } from './delivery/dispatcher.js';
import { DeliveryErasure } from './delivery/erasure.repository.js';
import { EndingRepository } from './delivery/ending.repository.js';
import { FlushRepository } from './delivery/flush.repository.js';
import { Flusher } from './delivery/flusher.js';
import { InstantDelivery } from './delivery/instant.js';
import { Occasions } from './delivery/occasions.js';
import { LedgerRepository } from './delivery/ledger.repository.js';
import { MailingRepository } from './delivery/mailing.repository.js';
import { PlanningRepository } from './delivery/planning.repository.js';
import { RecoveryRepository } from './delivery/recovery.repository.js';
import { FrequencyRepository } from './limits/frequency.repository.js';
import { LimitsRepository } from './limits/limits.repository.js';
import { LimitsService } from './limits/limits.service.js';
import { Pacer } from './pace/pacer.js';
import { SlowDowns } from './pace/slow-downs.js';
import { Watchdog } from './delivery/watchdog.js';
import { GuardSettingsRepository } from './guards/guard-settings.repository.js';
import { GuardSettingsService } from './guards/guard-settings.service.js';
import { GuardRepository } from './guards/guard.repository.js';
import { TallyRepository } from './guards/tally.repository.js';
import { OperationRepository } from './operations/operation.repository.js';
import { LiftRepository } from './resend/lift.repository.js';
import { ResendRepository } from './resend/resend.repository.js';
import { SeedCopyRepository } from './seeds/seed-copy.repository.js';
import { SeedService } from './seeds/seed.service.js';
import { SeedSettingsRepository } from './seeds/seed-settings.repository.js';
import { DkimKeyRepository } from './senders/dkim-key.repository.js';
import { DkimService, resolveTexts, TXT_RESOLVER } from './senders/dkim.service.js';
import { OrganisationRepository } from './senders/organisation.repository.js';
import { Sender } from './senders/sender.entity.js';
import { SenderRepository } from './senders/sender.repository.js';
import { SenderService } from './senders/sender.service.js';
import { SigningKeys } from './senders/signing-keys.js';
import { PreviewService } from './store/preview.service.js';
import { Template, TemplateVersion } from './store/template.entity.js';
import { TemplateRepository } from './store/template.repository.js';
import { SmsEstimateService } from './sms/cost/sms-estimate.service.js';
import { SmsMeasure } from './sms/cost/sms-measure.js';
import { SmsPriceRepository } from './sms/cost/sms-price.repository.js';
import { SmsPriceService } from './sms/cost/sms-price.service.js';
import { SmsReachRepository } from './sms/cost/sms-reach.repository.js';
import { SmsPartRepository } from './sms/part.repository.js';
import { TemplateService } from './store/template.service.js';
import { SwitchRepository } from './switch/switch.repository.js';
import { SendingSwitch } from './switch/switch.service.js';
import { Tide } from './switch/tide.js';
import { TrackingTokens } from './tracking/tokens.js';

const ledger = [
  LiftRepository,
  ResendRepository,
  GuardRepository,
  GuardSettingsRepository,
  SeedCopyRepository,
  TallyRepository,
  Tide,
  OperationRepository,
  SwitchRepository,
  BounceRepository,
  LedgerRepository,
  MailingRepository,
  PlanningRepository,
  RecoveryRepository,
  SmsPartRepository,
];
const services = [
  DkimService,
  LimitsService,
  SlowDowns,
  SenderService,
  SigningKeys,
  SmsEstimateService,
  SmsMeasure,
  SmsPriceService,
  TemplateService,
  PreviewService,
  TrackingTokens,
  DeliveryWaker,
  Occasions,
  SendingSwitch,
  GuardSettingsService,
  SeedService,
];

/** Templates, senders and the ledger, as every process needs them. */
@Module({
  imports: [TypeOrmModule.forFeature([Sender, Template, TemplateVersion]), ContactsModule],
  providers: [
    ...ledger,
    ...services,
    LimitsRepository,
    SenderRepository,
    SmsPriceRepository,
    SmsReachRepository,
    DkimKeyRepository,
    { provide: TXT_RESOLVER, useValue: resolveTexts },
    OrganisationRepository,
    SeedSettingsRepository,
    TemplateRepository,
    DeliveryErasure,
  ],
  exports: [...ledger, ...services, LimitsRepository, OrganisationRepository],
})
export class MessagingModule {}

/** Sending itself, in a worker. */
@Module({
  imports: [MessagingModule, ContactsModule],
  providers: [
    EndingRepository,
    FlushRepository,
    FrequencyRepository,
    Pacer,
    Flusher,
    Composer,
    Channels,
    Dispatcher,
    DeliveryWork,
    InstantDelivery,
    Watchdog,
  ],
  exports: [Channels, Watchdog, DeliveryWork, Flusher, FlushRepository, InstantDelivery],
})
export class DeliveryWorkModule {}
