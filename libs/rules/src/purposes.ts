import type { Words } from './schema.js';
import type { Channel } from './tree.js';

/** As consent names its purposes. */
export const purposePattern = /^[a-z][a-z0-9_]{0,31}$/;

/** What a person asked for themselves (a receipt, a ticket) needs no consent; all else does. */
export const needsConsent = (purpose: string): boolean => purpose !== 'transactional';

export const channels: readonly Channel[] = ['email', 'sms'];

/** " by e-mail" */
export const byChannel: { readonly [C in Channel]: Words } = {
  email: { en: ' by e-mail', th: 'ทางอีเมล' },
  sms: { en: ' by SMS', th: 'ทาง SMS' },
};
