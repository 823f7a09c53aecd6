import { setImmediate as breathe } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { ChunkRunner, CompetingRepository, type AddChunk } from '#libs/segments';
import { rehearse, type Outcome } from './rehearsal.js';
import type { AskedTrigger, TriggerBacktest } from './trigger-backtest.js';
import { TriggerPasts } from './trigger-past.js';
import { addOutcomes, type TriggerTally } from './trigger-tally.js';

/** Contacts that are rehearsed before others get their turn. */
const atAStretch = 50;

/** Does the work of a trigger's backtest. */
@Injectable()
export class TriggerBacktestRunner {
  constructor(
    private readonly chunks: ChunkRunner,
    private readonly pasts: TriggerPasts,
    private readonly competing: CompetingRepository,
  ) {}

  run(id: string, signal: AbortSignal): Promise<void> {
    return this.chunks.run<AskedTrigger, TriggerTally>('trigger', id, signal, (of) =>
      this.prepare(of),
    );
  }

  private async prepare(of: TriggerBacktest): Promise<AddChunk> {
    const past = await this.pasts.prepare(of);
    const { asked, from, to, result } = of;
    const { timeZone } = past.schema;
    const perMinute = asked.trigger.perHour !== null;
    return async (ids) => {
      const found = new Map<string, Outcome[]>();
      for (const { id, occasions, witness } of await past.load(ids)) {
        found.set(id, rehearse(asked.trigger, occasions, witness, { to, timeZone }));
        if (found.size % atAStretch === 0) await breathe();
      }
      const fired = [...found].filter(([, of]) => of.some(({ kind }) => kind === 'fired'));
      const contactIds = fired.map(([id]) => id);
      const messages = await this.competing.load(contactIds, from, to);
      for (const [id, outcomes] of found) {
        const others = messages.get(id)?.filter((each) => each.campaignId !== asked.campaignId);
        addOutcomes(result, outcomes, others ?? [], { timeZone, perMinute });
      }
    };
  }
}
