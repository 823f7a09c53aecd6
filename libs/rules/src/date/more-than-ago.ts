import { oneSpan } from '../operands/spans.js';
import type { Span } from '../tree.js';
import { ranged } from './ranged.js';

/** Longer ago than that. */
export const moreThanAgo = ranged<Span>({
  accepts: oneSpan,
  say: { en: 'whose {field} is more than {value} ago', th: '{field}ผ่านมานานกว่า {value}' },
  range: (span, axis) => ({ to: axis.now - axis.span(span) - axis.unit }),
  shift: (span, axis) => ({ enters: axis.span(span) + axis.unit }),
});
