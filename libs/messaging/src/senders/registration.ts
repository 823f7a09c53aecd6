import type { Sender } from './sender.entity.js';

/** With whom the name of a sender of text messages is registered. */
export interface Registration {
  /** The operator or authority. */
  with: string;
  /** ISO 8601 date. */
  on: string;
  /** Their number or name for it. */
  reference: string;
}

/** Null while nobody has the name on their list. */
export function registrationOf(sender: Sender): Registration | null {
  const { registeredWith, registeredOn, registrationReference } = sender;
  if (registeredWith === null) return null;
  return { with: registeredWith, on: registeredOn ?? '', reference: registrationReference ?? '' };
}

/** Names are registered in Thailand; numbers belong to whoever sends from them. */
export const needsRegistration = ({ channel, address }: Sender): boolean =>
  channel === 'sms' && /[A-Za-z]/.test(address);
