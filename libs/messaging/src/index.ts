export * from './bounces/index.js';
export * from './channels/channel.js';
export { EmailChannel } from './channels/email.channel.js';
export { DeliveryWaker, DeliveryWork, messagingJobs } from './delivery/delivery.jobs.js';
export * from './delivery/delivery-state.js';
export * from './delivery/flush.repository.js';
export { Flusher } from './delivery/flusher.js';
export { InstantDelivery } from './delivery/instant.js';
export * from './delivery/ledger.repository.js';
export * from './delivery/mailing.js';
export * from './delivery/mailing.repository.js';
export * from './delivery/occasions.js';
export * from './delivery/planning.repository.js';
export * from './delivery/recovery.repository.js';
export * from './messaging.module.js';
export * from './mime/index.js';
export { signDkim, type DkimKey } from './dkim/index.js';
export * from './senders/organisation.repository.js';
export * from './senders/dkim-key.repository.js';
export {
  DkimService,
  type DkimRecord,
  type ShownDkimKey,
  type TxtResolver,
} from './senders/dkim.service.js';
export { Sender } from './senders/sender.entity.js';
export * from './senders/sender.service.js';
export * from './smtp/index.js';
export * from './store/preview.service.js';
export * from './store/render-data.js';
export { Template, TemplateVersion } from './store/template.entity.js';
export * from './store/template.service.js';
export { Watchdog } from './delivery/watchdog.js';
export * from './guards/guard.js';
export * from './guards/guard-settings.repository.js';
export * from './guards/guard-settings.service.js';
export { alarmWords } from './guards/guard-words.js';
export * from './guards/guard.repository.js';
export { TallyRepository } from './guards/tally.repository.js';
export * from './operations/operation.repository.js';
export * from './resend/lift.repository.js';
export * from './resend/resend.js';
export * from './resend/resend.repository.js';
export type { Asked, HoldCause, Overdue } from './switch/switch.repository.js';
export { SendingSwitch, type SwitchState } from './switch/switch.service.js';
export * from './templates/index.js';
export * from './tracking/tokens.js';
