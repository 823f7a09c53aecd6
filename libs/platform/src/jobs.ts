import { Inject, Injectable, type OnModuleDestroy } from '@nestjs/common';
import { Queue, Worker, type Job } from 'bullmq';
import type { Redis } from 'ioredis';
import {
  messageOf,
  type JobDefinition,
  type Json,
  type JsonObject,
  type PayloadOf,
} from '#libs/kernel';
import { DeadLetters } from './dead-letters.js';
import type { Env } from './env.js';
import { Log } from './log.js';
import { createFailingRedis, createWaitingRedis } from './redis.js';
import { ENV } from './tokens.js';

/** Any job, whatever its payload. */
export type AnyJob = JobDefinition<{ readonly [key: string]: Json }>;

/** Does the work. `signal` is raised when the process drains: stop at the next safe point. */
export type JobHandler<P> = (payload: P, signal: AbortSignal) => Promise<void>;

/** Puts jobs on their queues. */
@Injectable()
export class Jobs implements OnModuleDestroy {
  private readonly queues = new Map<string, Queue>();
  private readonly connections: Redis[] = [];

  constructor(
    @Inject(ENV) private readonly env: Env,
    private readonly log: Log,
  ) {}

  /**
   * Adds a job. A job with the same `id` (no colon in it) that still waits or runs is not added
   * twice. Never fails: the truth stands in the database, and what a missing Redis loses is added
   * again by a sweep.
   */
  async add<J extends AnyJob>(
    job: J,
    payload: PayloadOf<J>,
    options: { id?: string; delayMs?: number } = {},
  ): Promise<void> {
    try {
      await this.queue(job.name).add(job.name, payload, {
        jobId: options.id,
        delay: options.delayMs,
        removeOnComplete: true,
        removeOnFail: true,
      });
    } catch (error) {
      this.log.warn('job.not_added', { job: job.name, why: messageOf(error) });
    }
  }

  /** How many jobs of this kind wait, run or are delayed. */
  async depth(job: AnyJob): Promise<number> {
    return this.queue(job.name).getJobCountByTypes('waiting', 'active', 'delayed');
  }

  async onModuleDestroy(): Promise<void> {
    await Promise.all([...this.queues.values()].map((queue) => queue.close()));
    // BullMQ leaves a connection that it was given to whoever gave it.
    for (const connection of this.connections) connection.disconnect();
  }

  private queue(name: string): Queue {
    let queue = this.queues.get(name);
    if (!queue) {
      const onError = (why: string) => this.log.warn('queue.error', { queue: name, why });
      const connection = createFailingRedis(this.env.redisUrl, onError);
      this.connections.push(connection);
      queue = new Queue(name, { prefix: this.env.queuePrefix, connection });
      queue.on('error', (error) => onError(messageOf(error)));
      this.queues.set(name, queue);
    }
    return queue;
  }
}

/** Binds handlers to jobs in a worker process. */
@Injectable()
export class JobWorkers {
  private readonly handlers = new Map<string, JobHandler<never>>();
  private readonly drain = new AbortController();
  private workers: Worker[] = [];
  private readonly connections: Redis[] = [];

  constructor(
    @Inject(ENV) private readonly env: Env,
    private readonly log: Log,
    private readonly letters: DeadLetters,
  ) {}

  /** @throws Error when the job has a handler already. */
  handle<J extends AnyJob>(job: J, handler: JobHandler<PayloadOf<J>>): void {
    if (this.handlers.has(job.name)) throw new Error(`The job ${job.name} has two handlers.`);
    this.handlers.set(job.name, handler);
  }

  /**
   * Starts one BullMQ worker for each job.
   * @param jobs every job that exists.
   * @throws Error when one of them has no handler, or a handler's job is not among them.
   */
  start(jobs: readonly AnyJob[]): void {
    const names = new Set(jobs.map((job) => job.name));
    for (const name of names)
      if (!this.handlers.has(name)) throw new Error(`The job ${name} has no handler.`);
    for (const name of this.handlers.keys())
      if (!names.has(name)) throw new Error(`The handler of ${name} has no job.`);
    this.workers = jobs.map((job) => this.startOne(job));
  }

  private startOne(job: AnyJob): Worker {
    const handler = this.handlers.get(job.name) as JobHandler<unknown>;
    const run = async ({ id = '', data }: Job<JsonObject>) => {
      try {
        await handler(data, this.drain.signal);
      } catch (error) {
        this.log.error('job.failed', { job: job.name, error });
        const failure = { source: job.name, subject: id, payload: data, why: messageOf(error) };
        await this.noted(this.letters.failed(failure));
        throw error;
      }
      // Whether it has failed before is not remembered: that may have been in another process.
      await this.noted(this.letters.succeeded(job.name, id));
    };
    const onError = (why: string) => this.log.warn('worker.error', { job: job.name, why });
    const connection = createWaitingRedis(this.env.redisUrl, onError);
    this.connections.push(connection);
    const worker = new Worker(job.name, run, {
      prefix: this.env.queuePrefix,
      connection,
      concurrency: job.concurrency,
      // A job of a process that died is taken up by another within a quarter of a minute, every time.
      lockDuration: 10_000,
      stalledInterval: 5_000,
      maxStalledCount: 1_000_000,
    });
    worker.on('error', (error) => onError(messageOf(error)));
    return worker;
  }

  /** What cannot be noted is noted the next time. */
  private async noted(noting: Promise<void>): Promise<void> {
    try {
      await noting;
    } catch (error) {
      this.log.warn('job.not_noted', { why: messageOf(error) });
    }
  }

  /** Lets running jobs come to a safe point and takes no more. At most `limitMs` long. */
  async stop(limitMs: number): Promise<void> {
    this.drain.abort();
    const closed = Promise.all(this.workers.map((worker) => worker.close()));
    let timer: NodeJS.Timeout | undefined;
    const limit = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, limitMs);
    });
    await Promise.race([closed, limit]);
    clearTimeout(timer);
    for (const connection of this.connections) connection.disconnect();
  }
}
