import { Injectable } from '@nestjs/common';
import type { ErrorPlace } from '#libs/kernel';
import { check, type Schema, type Words } from '#libs/rules';
import { RuleService } from '#libs/segments';
import { campaignErrors } from '../campaign.errors.js';
import { readTrigger } from './read-trigger.js';
import { sayTrigger } from './say-trigger.js';
import type { Trigger } from './trigger.js';
import { isDate } from './wave-audience.js';

/** Where a trigger stands in a campaign. */
const root = '/definition/trigger';

/** Looks triggers over, and says what they do. */
@Injectable()
export class TriggerCheck {
  constructor(private readonly rules: RuleService) {}

  /**
   * Reads what somebody wrote; null stays null.
   * @throws DomainError `campaign.invalid` with every place that is wrong.
   */
  async read(json: unknown): Promise<Trigger | null> {
    if (json === null) return null;
    const trigger = readTrigger(json);
    const faults = trigger.ok ? await this.faults(trigger.value) : atRoot(trigger.error);
    if (!trigger.ok || faults.length > 0) throw campaignErrors.invalid(faults);
    return trigger.value;
  }

  /** What is wrong with it as things stand now; places are JSON Pointers into the campaign. */
  async faults(trigger: Trigger): Promise<ErrorPlace[]> {
    const schema = await this.rules.schema();
    const { exit } = trigger;
    const faults = trigger.on === 'date' ? fieldFaults(trigger.field, schema) : [];
    if (exit?.rule)
      for (const { place, ...fault } of check(exit.rule, schema))
        faults.push({ ...fault, place: `/exit/rule${place}` });
    return atRoot(faults);
  }

  async say(trigger: Trigger): Promise<Words> {
    const schema = await this.rules.schema();
    return { en: sayTrigger(trigger, schema, 'en'), th: sayTrigger(trigger, schema, 'th') };
  }
}

const atRoot = (faults: readonly ErrorPlace[]): ErrorPlace[] =>
  faults.map((fault) => ({ ...fault, place: root + fault.place }));

function fieldFaults(name: string, schema: Schema): ErrorPlace[] {
  const field = schema.field(name);
  const fault = (code: string, message: string) => [
    { place: '/field', code: `trigger.${code}`, message },
  ];
  if (!field) return fault('unknown_field', `Unknown field: ${name}.`);
  return isDate(field) ? [] : fault('wrong_kind', `${name} is of kind ${field.kind}, no date.`);
}
