import { Arrivals } from './arrivals.js';
import { Decisions } from './decisions.js';
import { ExitRepository } from './exit.repository.js';
import { FiringErasure } from './firing-erasure.repository.js';
import { FiringListRepository } from './firing-list.repository.js';
import { FiringRepository } from './firing.repository.js';
import { FiringService } from './firing.service.js';
import { HappeningRepository } from './happening.repository.js';
import { LiveTriggerRepository } from './live-trigger.repository.js';
import { LiveTriggers } from './live-triggers.js';
import { OccasionRepository } from './occasion.repository.js';
import { TriggerCheck } from './trigger.check.js';
import { TriggerLifecycle } from './trigger-lifecycle.js';
import { TriggerPreflight } from './trigger.preflight.js';
import { TriggerWork } from './trigger.work.js';
import { WaveRepository } from './wave.repository.js';
import { Waves } from './waves.js';

/** Triggers as people work with them. */
export const triggerParts = [
  FiringErasure,
  FiringListRepository,
  FiringRepository,
  FiringService,
  HappeningRepository,
  LiveTriggerRepository,
  LiveTriggers,
  OccasionRepository,
  TriggerCheck,
  TriggerLifecycle,
  TriggerPreflight,
  WaveRepository,
];

/** What triggers do by themselves, in a worker. */
export const triggerWorkParts = [Arrivals, Decisions, ExitRepository, Waves, TriggerWork];

export { TriggerWork };
