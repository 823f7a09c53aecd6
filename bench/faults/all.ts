import type { Fault } from './fault.js';
import { databaseKill } from './scenarios/database.js';
import { smtpBreaks, smtpRefusals } from './scenarios/mail.js';
import { killPlanning } from './scenarios/planning.js';
import { kill9, sigstop, sigterm, twoWorkers } from './scenarios/processes.js';
import { redisFlush, redisRestart } from './scenarios/redis.js';

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
  twoWorkers,
  killPlanning,
];
