import { Injectable } from '@nestjs/common';
import { DomainError } from '#libs/kernel';
import { Bell, Metrics } from '#libs/platform';
import { InboxRepository } from './inbox.repository.js';
import { intakeBell, type Parcel } from './intake.js';

interface Pending {
  parcel: Parcel;
  resolve: () => void;
  reject: (error: unknown) => void;
}

/** Of one row: the server takes statements of 16 MB by default. */
const maxGroupBytes = 4 * 1024 * 1024;

/** Of one row: so that the first of a group does not wait long for the last. */
const maxGroupParcels = 200;

/** What may wait for a commit in this process. */
const maxPendingBytes = 64 * 1024 * 1024;

/** Statements under way at a time: while one is on the disk the server reads the next. */
const lanes = 2;

/**
 * The one place of a process that writes the inbox. Whatever has gathered while the last commits were
 * under way goes into the next one: the busier, the larger the groups.
 */
@Injectable()
export class InboxWriter {
  private pending: Pending[] = [];
  private bytes = 0;
  private running = 0;
  private readonly latency;

  constructor(
    private readonly repository: InboxRepository,
    private readonly bell: Bell,
    metrics: Metrics,
  ) {
    this.latency = metrics.histogram(
      'saphan_intake_commit_seconds',
      'Time of one commit of arriving messages',
      [0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3],
    );
  }

  /**
   * Resolves once the parcel is durable.
   * @throws DomainError intake.busy when too many wait; whatever the database says otherwise: then
   *   the parcel may be durable or not, and sending it again is right.
   */
  async write(parcel: Parcel): Promise<void> {
    if (this.bytes > maxPendingBytes)
      throw new DomainError(
        'intake.busy',
        'overloaded',
        'More messages arrive than can be written down. Send them again.',
        [],
        1,
      );
    this.bytes += parcel.body.length;
    await new Promise<void>((resolve, reject) => {
      this.pending.push({ parcel, resolve, reject });
      if (this.running < lanes) void this.run();
    });
  }

  private async run(): Promise<void> {
    this.running += 1;
    // Lets every request that is ready in this turn of the event loop join the group.
    await new Promise((resolve) => setImmediate(resolve));
    while (this.pending.length > 0) await this.commit(this.next());
    this.running -= 1;
  }

  private next(): Pending[] {
    let bytes = 0;
    const over = this.pending.findIndex(({ parcel }, i) => {
      bytes += parcel.body.length;
      return i === maxGroupParcels || (i > 0 && bytes > maxGroupBytes);
    });
    return this.pending.splice(0, over < 0 ? this.pending.length : over);
  }

  private async commit(group: readonly Pending[]): Promise<void> {
    const stop = this.latency.startTimer();
    try {
      await this.repository.append(group.map(({ parcel }) => parcel));
      this.bell.ring(intakeBell);
      for (const { resolve } of group) resolve();
    } catch (error) {
      for (const { reject } of group) reject(error);
    } finally {
      for (const { parcel } of group) this.bytes -= parcel.body.length;
      stop();
    }
  }
}
