import { or } from '../sql.js';
import { group } from './group.js';

/** At least one of them holds. */
export const any = group('any', true, or, { en: ' or ', th: ' หรือ' });
