export { backtestJobs, backtestRun } from './backtest/backtest.jobs.js';
export * from './backtest/backtest.js';
export { BACKTEST_LIMITS, type BacktestLimits } from './backtest/backtest-limits.js';
export { BacktestJobsModule } from './backtest/backtest-jobs.module.js';
export { BacktestRunner } from './backtest/backtest-runner.js';
export { BacktestService } from './backtest/backtest.service.js';
export { Backtests } from './backtest/backtests.js';
export { type AddChunk, ChunkRunner } from './backtest/chunk-runner.js';
export { CompetingRepository } from './backtest/competing.repository.js';
export { PastFacts } from './backtest/past-facts.js';
export type { Past } from './backtest/past.js';
export { shownCampaigns, type ShownBacktest } from './backtest/shown-backtest.js';
export { daysBetween, type CampaignMessage } from './backtest/tally.js';
export { Verdicts } from './backtest/verdicts.js';
export * from './backtest/walk.js';
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
export { EstimateService, type RuleEstimate } from './estimate/estimate.service.js';
export { FactsLoader } from './facts/facts-loader.js';
export { Builder } from './keep/builder.js';
export { Reminding } from './keep/reminding.js';
export { Keeper } from './keep/keeper.js';
export { keepTransitions, type KeepState } from './keep/keep-state.js';
export type { Member, Signal } from './keep/kept.repository.js';
export { KeptService, type KeptState } from './keep/kept.service.js';
export { Planner } from './keep/planner.js';
export { SegmentWork } from './keep/segment-work.js';
export { SegmentsModule, SegmentsWorkModule } from './segments.module.js';
