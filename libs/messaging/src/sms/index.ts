export { GatewayChannel } from './gateway.channel.js';
export { ownShape, readGatewayShape, type GatewayShape } from './gateway-shape.js';
export { SmsPartRepository, type PartState } from './part.repository.js';
export type { SmsArrival, SmsReceipt, SmsSignals } from './signals.js';
export { readSmppAddress } from './smpp/address.js';
export { SmppChannel } from './smpp/smpp.channel.js';
export { TwilioChannel } from './twilio.channel.js';
export { twilioCode, twilioVerdict } from './twilio-codes.js';
export { twilioStatusPath } from './sms-transports.js';
export type { Money } from './cost/money.js';
export type { SmsPrice, SmsPrices } from './cost/price-list.js';
export { SmsEstimateService, type SmsEstimate, type SmsVariantEstimate } from './cost/sms-estimate.service.js'; // prettier-ignore
export { SmsMeasure } from './cost/sms-measure.js';
export { SmsPriceService } from './cost/sms-price.service.js';
export { shortenerIn } from './shorteners.js';
