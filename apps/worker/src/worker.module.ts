import { type DynamicModule, Module } from '@nestjs/common';
import { AccessModule } from '#libs/access';
import { CampaignsWorkModule, TriggerBacktestJobsModule } from '#libs/campaigns';
import { ContactsJobsModule } from '#libs/contacts';
import { DeliveryWorkModule } from '#libs/messaging';
import { BacktestJobsModule } from '#libs/segments';
import { PlatformModule, type PlatformOptions } from '#libs/platform';
import { ResponsesWorkModule } from '#libs/responses';
import { SegmentsWorkModule } from '#libs/segments';
import { OperationsController } from './operations.controller.js';
import { Sweeps } from './sweeps.js';

@Module({})
export class WorkerModule {
  static forRoot(options: Omit<PlatformOptions, 'app'>): DynamicModule {
    return {
      module: WorkerModule,
      imports: [
        PlatformModule.forRoot({ app: 'worker', ...options }),
        AccessModule,
        BacktestJobsModule,
        CampaignsWorkModule,
        ContactsJobsModule,
        DeliveryWorkModule,
        ResponsesWorkModule,
        SegmentsWorkModule,
        TriggerBacktestJobsModule,
      ],
      controllers: [OperationsController],
      providers: [Sweeps],
    };
  }
}
