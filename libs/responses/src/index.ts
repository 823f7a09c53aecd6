export { InboundListener, maxMailBytes } from './inbound/inbound.listener.js';
export { InboundService } from './inbound/inbound.service.js';
export { type UnreadMail } from './inbound/unread.repository.js';
export { type ReplyFilter, type StoredReply } from './replies/reply.repository.js';
export { ReplyService } from './replies/reply.service.js';
export * from './responses.module.js';
export * from './tracking.service.js';
export * from './unsubscribe.service.js';
