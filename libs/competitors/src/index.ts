export type { CompetitorInput } from './competitor.check.js';
export { Competitor } from './competitor.entity.js';
export { type CompetitorFilter, CompetitorService } from './competitor.service.js';
export { CompetitorsModule } from './competitors.module.js';
export type { NoteInput } from './note.check.js';
export {
  CompetitorNote,
  type Confidence,
  confidences,
  type NoteKind,
  noteKinds,
} from './note.entity.js';
export type { NamedNote, NoteFilter } from './note.repository.js';
export { NoteService } from './note.service.js';
