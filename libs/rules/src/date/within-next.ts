import { oneSpan } from '../operands/spans.js';
import type { Span } from '../tree.js';
import { ranged } from './ranged.js';

/** Not in the past, and at most that long ahead. */
export const withinNext = ranged<Span>({
  accepts: oneSpan,
  say: { en: 'whose {field} is within the next {value}', th: '{field}จะถึงภายใน {value}' },
  range: (span, axis) => ({ from: axis.now, to: axis.now + axis.span(span) }),
  shift: (span, axis) => ({ enters: -axis.span(span), leaves: axis.unit }),
});
