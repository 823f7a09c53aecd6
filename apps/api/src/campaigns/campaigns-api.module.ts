import { Module } from '@nestjs/common';
import { CampaignsModule } from '#libs/campaigns';
import { CampaignController } from './campaign.controller.js';
import { FiringController } from './firing.controller.js';
import { LifecycleController } from './lifecycle.controller.js';
import { TriggerBacktestController } from './trigger-backtest.controller.js';

/** Campaigns over HTTP. */
@Module({
  imports: [CampaignsModule],
  controllers: [
    CampaignController,
    FiringController,
    LifecycleController,
    TriggerBacktestController,
  ],
})
export class CampaignsApiModule {}
