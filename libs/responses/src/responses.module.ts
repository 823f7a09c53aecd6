import { Module } from '@nestjs/common';
import { ContactsModule } from '#libs/contacts';
import { MessagingModule } from '#libs/messaging';
import { ResponseRepository } from './response.repository.js';
import { TrackingService } from './tracking.service.js';
import { UnsubscribeService } from './unsubscribe.service.js';

/** Opens, clicks and leaving. */
@Module({
  imports: [ContactsModule, MessagingModule],
  providers: [ResponseRepository, TrackingService, UnsubscribeService],
  exports: [TrackingService, UnsubscribeService],
})
export class ResponsesModule {}
