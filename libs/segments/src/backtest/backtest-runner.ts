import { setImmediate as breathe } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { type JsonObject, DAY } from '#libs/kernel';
import { needsOf } from '#libs/rules';
import { RuleService } from '../rule.service.js';
import type { Backtest } from './backtest.js';
import { ChunkRunner, type AddChunk } from './chunk-runner.js';
import { CompetingRepository } from './competing.repository.js';
import { PastFacts } from './past-facts.js';
import { addContact, type Tally } from './tally.js';
import { Verdicts } from './verdicts.js';
import { walk, type Course } from './walk.js';

/** Contacts that are walked through before others get their turn. */
const atAStretch = 50;

/** Does the work of a rule's backtest. */
@Injectable()
export class BacktestRunner {
  constructor(
    private readonly chunks: ChunkRunner,
    private readonly rules: RuleService,
    private readonly facts: PastFacts,
    private readonly competing: CompetingRepository,
  ) {}

  run(id: string, signal: AbortSignal): Promise<void> {
    return this.chunks.run<JsonObject, Tally>('rule', id, signal, (of) => this.prepare(of));
  }

  private async prepare({
    asked,
    from,
    to,
    result,
  }: Backtest<JsonObject, Tally>): Promise<AddChunk> {
    const schema = await this.rules.schema();
    const rule = await this.rules.parse(asked);
    const needs = needsOf(rule, schema);
    const [dayBefore, dayAfter] = [new Date(from.getTime() - DAY), new Date(to.getTime() + DAY)];
    return async (ids) => {
      const courses = new Map<string, Course>();
      for (const [id, past] of await this.facts.load(ids, needs, schema)) {
        courses.set(id, walk(new Verdicts(rule, past, schema), from, to));
        if (courses.size % atAStretch === 0) await breathe();
      }
      const entered = [...courses].filter(([, { steps }]) => steps.some((step) => step.entered));
      const entrants = entered.map(([id]) => id);
      const messages = await this.competing.load(entrants, dayBefore, dayAfter);
      for (const [id, course] of courses)
        addContact(result, course, messages.get(id) ?? [], schema.timeZone);
    };
  }
}
