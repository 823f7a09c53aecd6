import { oneSpan } from '../operands/spans.js';
import type { Span } from '../tree.js';
import { ranged } from './ranged.js';

/** Not in the future, and at most that long ago. */
export const withinLast = ranged<Span>({
  accepts: oneSpan,
  say: { en: 'whose {field} is within the last {value}', th: '{field}อยู่ในช่วง {value}ที่ผ่านมา' },
  range: (span, axis) => ({ from: axis.now - axis.span(span), to: axis.now }),
  shift: (span, axis) => ({ enters: 0, leaves: axis.span(span) + axis.unit }),
});
