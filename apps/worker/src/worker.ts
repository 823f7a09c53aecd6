import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { NestFactory } from '@nestjs/core';
import type { Logger } from 'pino';
import { TriggerWork, campaignJobs } from '#libs/campaigns';
import { IntakeWork, contactsJobs } from '#libs/contacts';
import { Flusher, SendingSwitch, messagingJobs } from '#libs/messaging';
import {
  ENV,
  JobWorkers,
  LOGGER,
  Log,
  NestLogger,
  type Env,
  type PlatformOptions,
} from '#libs/platform';
import { InboundListener, MailboxReader, SmsReceiver } from '#libs/responses';
import { SegmentWork, backtestJobs } from '#libs/segments';
import { Sweeps } from './sweeps.js';
import { WorkerModule } from './worker.module.js';

/** Messages under way are waited for, no longer than this. */
const drainLimitMs = 20_000;

export interface RunningWorker {
  app: NestFastifyApplication;
  /** Takes no more work, lets what is under way end, writes it down, and closes everything. */
  stop(): Promise<void>;
}

/** Starts a worker. @throws Error when a job has no handler, or two. */
export async function startWorker(options: Omit<PlatformOptions, 'app'>): Promise<RunningWorker> {
  const app = await NestFactory.create<NestFastifyApplication>(
    WorkerModule.forRoot(options),
    new FastifyAdapter(),
    { bufferLogs: true, abortOnError: false },
  );
  app.useLogger(new NestLogger(app.get<Logger>(LOGGER)));
  const env = app.get<Env>(ENV);
  await app.listen(env.port, env.host);
  // Before anything is sent: whether this database is a copy.
  await app.get(SendingSwitch).check();
  const listener = app.get(InboundListener);
  await listener.start();
  app.get(SmsReceiver).start();
  const mailbox = app.get(MailboxReader);
  mailbox.start();
  const workers = app.get(JobWorkers);
  workers.start([...backtestJobs, ...campaignJobs, ...contactsJobs, ...messagingJobs]);
  const sweeps = app.get(Sweeps);
  sweeps.start();
  const loops = [app.get(IntakeWork), app.get(SegmentWork), app.get(TriggerWork)];
  for (const loop of loops) loop.start();
  app.get(Log).info('worker.started', { url: await app.getUrl() });
  return {
    app,
    async stop() {
      await Promise.all([sweeps, listener, mailbox, ...loops].map((part) => part.stop()));
      await workers.stop(drainLimitMs);
      await app.get(Flusher).drained();
      await app.close();
    },
  };
}
