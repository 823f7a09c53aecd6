export type { ListedSchema } from './catalogue.js';
export {
  type RulePreview,
  RuleService,
  type RuleVerdict,
  type RuleVocabulary,
} from './rule.service.js';
export { Segment } from './segment.entity.js';
export type { SegmentInput } from './segment-edit.js';
export { type SegmentFilter, SegmentService, type ShownSegment } from './segment.service.js';
export { SegmentsModule } from './segments.module.js';
