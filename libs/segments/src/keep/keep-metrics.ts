import { Inject, Injectable } from '@nestjs/common';
import type { Clock } from '#libs/kernel';
import { CLOCK, Metrics } from '#libs/platform';
import type { NewSignal } from './keep-changes.js';
import { WorkRepository } from './work.repository.js';

/** What can be watched of the keeping of segments. */
@Injectable()
export class KeepMetrics {
  private readonly seconds;
  private readonly signals;

  constructor(metrics: Metrics, work: WorkRepository, @Inject(CLOCK) clock: Clock) {
    this.seconds = metrics.histogram(
      'saphan_keeper_batch_seconds',
      'Time of one batch of contacts that were judged again',
      [0.003, 0.01, 0.03, 0.1, 0.3, 1, 3],
    );
    this.signals = metrics.counter(
      'saphan_segment_signals_total',
      'Contacts that entered or left segments, without those of an edited rule',
      ['kind', 'cause'],
    );
    metrics.gauge('saphan_recheck_waiting', 'Changes that wait to be judged', () => work.depth());
    metrics.gauge(
      'saphan_segment_due_seconds',
      'How long the oldest change by the clock alone is overdue',
      async () => {
        const at = await work.oldestDue();
        return at === null ? 0 : Math.max(0, (clock.now().getTime() - at.getTime()) / 1000);
      },
    );
  }

  /** @returns to be called at the end. */
  time(): () => void {
    return this.seconds.startTimer();
  }

  count(signals: readonly NewSignal[]): void {
    for (const { kind, cause } of signals) this.signals.inc({ kind, cause });
  }
}
