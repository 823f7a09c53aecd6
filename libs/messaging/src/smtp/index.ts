export { readSmtpAddresses, type SmtpAddress, type TlsMode } from './address.js';
export { SmtpSender, type SmtpSenderOptions } from './sender.js';
