import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { ContactsModule } from '#libs/contacts';
import { DeliveryWorkModule, MessagingModule } from '#libs/messaging';
import { SegmentsModule } from '#libs/segments';
import { AudienceService } from './audience.service.js';
import { TriggerBacktestService } from './backtest/trigger-backtest.service.js';
import { Campaign } from './campaign.entity.js';
import { CampaignRepository } from './campaign.repository.js';
import { CampaignService } from './campaign.service.js';
import { LifecycleService } from './lifecycle.service.js';
import { CampaignWork } from './campaign.work.js';
import { PreflightService } from './preflight.service.js';
import { SmsPreflight } from './preflight-sms.js';
import { ProgressService } from './progress.service.js';
import { RunRepository } from './run.repository.js';
import { SmsForecastService } from './sms-forecast.service.js';
import { AutoPause } from './sending/auto-pause.js';
import { Balance } from './sending/balance.js';
import { DeadLetterService } from './sending/dead-letter.service.js';
import { LaunchConfirmation } from './sending/confirmation.js';
import { ResendService } from './sending/resend.service.js';
import { SendingService } from './sending/sending.service.js';
import { triggerParts, triggerWorkParts, TriggerWork } from './triggers/parts.js';

/** Campaigns as people work with them. */
@Module({
  imports: [TypeOrmModule.forFeature([Campaign]), ContactsModule, MessagingModule, SegmentsModule],
  providers: [
    CampaignRepository,
    RunRepository,
    CampaignService,
    AudienceService,
    PreflightService,
    LifecycleService,
    ProgressService,
    SmsForecastService,
    SmsPreflight,
    SendingService,
    ResendService,
    DeadLetterService,
    LaunchConfirmation,
    TriggerBacktestService,
    ...triggerParts,
  ],
  exports: [
    CampaignRepository,
    RunRepository,
    CampaignService,
    AudienceService,
    PreflightService,
    LifecycleService,
    ProgressService,
    SmsForecastService,
    SendingService,
    ResendService,
    DeadLetterService,
    TriggerBacktestService,
    ...triggerParts,
    MessagingModule,
    SegmentsModule,
  ],
})
export class CampaignsModule {}

/** What campaigns do by themselves, in a worker. */
@Module({
  imports: [CampaignsModule, DeliveryWorkModule],
  providers: [CampaignWork, AutoPause, Balance, ...triggerWorkParts],
  exports: [Balance, CampaignWork, TriggerWork],
})
export class CampaignsWorkModule {}
