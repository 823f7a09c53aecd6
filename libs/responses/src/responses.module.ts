import { Module } from '@nestjs/common';
import { ContactsModule } from '#libs/contacts';
import { DeliveryWorkModule, MessagingModule } from '#libs/messaging';
import { FeedbackRepository } from './feedback/feedback.repository.js';
import { FeedbackService } from './feedback/feedback.service.js';
import { Attribution } from './inbound/attribution.js';
import { InboundAddresses } from './inbound/inbound-addresses.js';
import { InboundListener } from './inbound/inbound.listener.js';
import { InboundService } from './inbound/inbound.service.js';
import { NamedAddresses } from './inbound/named-addresses.js';
import { UnreadRepository } from './inbound/unread.repository.js';
import { MailboxReader } from './mailbox/mailbox-reader.js';
import { MailboxRepository } from './mailbox/mailbox.repository.js';
import { ReplyRepository } from './replies/reply.repository.js';
import { ReplyService } from './replies/reply.service.js';
import { ResponseRepository } from './response.repository.js';
import { SmsArrivalService } from './sms/sms-arrival.service.js';
import { SmsPeopleRepository } from './sms/sms-people.repository.js';
import { SmsReceiptService } from './sms/sms-receipt.service.js';
import { SmsReceiver } from './sms/sms-receiver.js';
import { TrackingService } from './tracking.service.js';
import { UnsubscribeService } from './unsubscribe.service.js';
import { VisitKeeper } from './visit-keeper.js';
import { SmsWebhookService } from './webhooks/sms-webhook.service.js';
import { SNS_CLIENT } from './webhooks/sns.js';
import { HttpsSnsClient } from './webhooks/sns.client.js';
import { WebhookService } from './webhooks/webhook.service.js';

const services = [
  InboundService,
  ReplyService,
  SmsArrivalService,
  SmsReceiptService,
  SmsWebhookService,
  TrackingService,
  UnsubscribeService,
  WebhookService,
];

/** Opens, clicks, leaving, and what comes back by mail or from providers. */
@Module({
  imports: [ContactsModule, MessagingModule],
  providers: [
    ...services,
    ResponseRepository,
    VisitKeeper,
    FeedbackRepository,
    FeedbackService,
    ReplyRepository,
    UnreadRepository,
    Attribution,
    NamedAddresses,
    InboundAddresses,
    SmsPeopleRepository,
    { provide: SNS_CLIENT, useClass: HttpsSnsClient },
  ],
  exports: [...services, InboundAddresses],
})
export class ResponsesModule {}

/** Taking mails and text messages in: for worker processes only. */
@Module({
  imports: [DeliveryWorkModule, ResponsesModule],
  providers: [InboundListener, MailboxReader, MailboxRepository, SmsReceiver],
  exports: [ResponsesModule, InboundListener, MailboxReader, SmsReceiver],
})
export class ResponsesWorkModule {}
