import { and } from '../sql.js';
import { group } from './group.js';

/** Every one of them holds. */
export const all = group('all', false, and, { en: ' and ', th: ' และ' });
