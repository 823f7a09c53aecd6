import type { Rule } from '#libs/rules';
import type { Backtest, BacktestSpan } from '#libs/segments';
import type { CampaignDefinition } from '../campaign-definition.js';
import type { Trigger } from '../triggers/trigger.js';
import type { TriggerTally } from './trigger-tally.js';

/**
 * When what happened is taken to have come in: when it did, so that what came in late is judged as late;
 * or when it happened, as for a history that was brought in afterwards.
 */
export type Arrival = 'received' | 'happened';

/** What is asked for. */
export interface TriggerBacktestInput extends BacktestSpan {
  /** As a campaign has it; nothing but the trigger and the segment matters. */
  definition: Partial<Pick<CampaignDefinition, 'segmentId'>> & { trigger?: unknown };
  arrival: Arrival;
  /** Whose own messages do not compete with it; null: all do. */
  campaignId: string | null;
}

/** A trigger with the rules that it speaks of, every segment put in. */
export interface AskedTrigger {
  trigger: Trigger;
  /** The campaign's segment; null: everybody may be fired for. */
  members: Rule | null;
  /** The segment whose entering or leaving is waited for. */
  watched: Rule | null;
  arrival: Arrival;
  campaignId: string | null;
}

export type TriggerBacktest = Backtest<AskedTrigger, TriggerTally>;
