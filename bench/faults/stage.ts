import { setTimeout as sleep } from 'node:timers/promises';
import type { Shop } from '../send/shop.js';
import { brokenBy, compare, type Limits } from './check.js';
import type { Child, Host } from './host.js';
import type { Ledger } from './ledger.js';
import type { MailServer } from './mail-server.js';
import type { Scale, Seen } from './seen.js';
import { until } from './until.js';

/** Messages that a worker has between intent and outcome: what one kill may leave in doubt. */
export const window = 20;
/** Seconds of a lease. Short, so that a fault does not take minutes. */
export const lease = 5;

/** Campaigns of a fault, and where the journal stood before them. */
export interface Run {
  campaigns: string[];
  from: number;
}

/** What else broke, and figures worth showing. */
interface More {
  figures?: Record<string, number>;
  broken?: readonly (string | false)[];
}

/** Where faults are played: a shop with its customers, servers, a mail server that keeps a journal. */
export class Stage {
  private workers: Child[] = [];

  constructor(
    readonly host: Host,
    readonly mail: MailServer,
    readonly ledger: Ledger,
    readonly shop: Shop,
    readonly scale: Scale,
  ) {}

  /** Launches campaigns to everybody, for now. */
  async launch(count = 1): Promise<Run> {
    const run: Run = { campaigns: [], from: this.mail.journal.length };
    for (let n = 0; n < count; n += 1) run.campaigns.push(await this.shop.launch());
    return run;
  }

  /** Starts a worker. @param program another one than the usual */
  work(program = 'apps/worker/src/main.js', changes: Record<string, string> = {}): Child {
    const worker = this.host.run(program, {
      SMTP_URL: this.mail.url,
      SEND_CONNECTIONS: String(window),
      SEND_WINDOW: String(window),
      LEASE_SECONDS: String(lease),
      UNCERTAIN_GRACE_SECONDS: '1',
      RETRY_SECONDS: '1',
      PORT: '0',
      ...changes,
    });
    this.workers.push(worker);
    return worker;
  }

  /** Copies that the mail server has of the run. */
  sent({ from }: Run): number {
    return this.mail.journal.length - from;
  }

  /** Waits until this share of everybody has got something. @returns milliseconds */
  untilSent(run: Run, share: number, seconds = 120): Promise<number> {
    const goal = Math.ceil(share * this.scale.people * run.campaigns.length);
    return until(`${goal} messages`, () => this.sent(run) >= goal, seconds);
  }

  /** Waits until more is sent than there was. @returns milliseconds */
  untilMore(run: Run, seconds = 120): Promise<number> {
    const before = this.sent(run);
    return until('more messages', () => this.sent(run) > before, seconds);
  }

  /** Waits for the end of the run, which no worker may be kept from. */
  async untilDone({ campaigns }: Run, seconds = 90 + this.scale.people / 100): Promise<void> {
    const ended = async () => {
      await sleep(100);
      return this.ledger.haveEnded(campaigns);
    };
    await until('the end of the campaign', ended, seconds);
  }

  /** What the run has come to, once all who work have ended. */
  async judge(
    run: Run,
    limits: Limits = {},
    { figures = {}, broken = [] }: More = {},
  ): Promise<Seen> {
    await this.rest();
    const rows = await this.ledger.deliveries(run.campaigns);
    const people = this.scale.people * run.campaigns.length;
    const findings = compare(this.mail.journal.slice(run.from), rows, people);
    const others = broken.filter((words): words is string => typeof words === 'string');
    return { findings, figures, broken: [...brokenBy(findings, limits), ...others] };
  }

  /** Lets all workers end. */
  async rest(): Promise<void> {
    await Promise.all(this.workers.map((worker) => worker.stop(40_000)));
    this.workers = [];
  }

  /** As if nothing had been played. */
  async clear(): Promise<void> {
    for (const worker of this.workers.splice(0)) {
      worker.kill();
      await worker.exited;
    }
    this.mail.calm();
    await this.ledger.abandon();
    await this.ledger.execute('DELETE FROM suppression');
  }
}
