import type { Fault } from './fault.js';
import { clocks } from './scenarios/clocks.js';
import { databaseKill } from './scenarios/database.js';
import { deadlock } from './scenarios/deadlocks.js';
import { diskFull } from './scenarios/disk-full.js';
import { smtpBreaks, smtpRefusals } from './scenarios/mail.js';
import { killPlanning } from './scenarios/planning.js';
import { poison } from './scenarios/poison.js';
import { kill9, sigstop, sigterm, twoWorkers } from './scenarios/processes.js';
import { redisFlush, redisRestart } from './scenarios/redis.js';
import { slowSink } from './scenarios/slow-sink.js';
import { webhooks } from './scenarios/webhooks.js';

/** Every fault that is played, in the order of their worth. */
export const faults: readonly Fault[] = [
  kill9,
  sigterm,
  sigstop,
  redisRestart,
  redisFlush,
  databaseKill,
  smtpRefusals,
  smtpBreaks,
  slowSink,
  poison,
  twoWorkers,
  killPlanning,
  deadlock,
  diskFull,
  clocks,
  webhooks,
];
