import { Injectable } from '@nestjs/common';
import { DomainError } from '#libs/kernel';
import { EventNames } from '#libs/contacts';
import { SegmentService } from '#libs/segments';
import type { Campaign } from '../campaign.entity.js';
import { finding, type Finding } from '../preflight.js';
import { TriggerCheck } from './trigger.check.js';

/** What may be wrong with a campaign's trigger. */
@Injectable()
export class TriggerPreflight {
  constructor(
    private readonly triggers: TriggerCheck,
    private readonly segments: SegmentService,
    private readonly events: EventNames,
  ) {}

  async check({ id, definition }: Campaign): Promise<Finding[]> {
    const { trigger } = definition;
    if (!trigger) return [];
    const href = `/v1/campaigns/${id}`;
    const findings = (await this.triggers.faults(trigger)).map(({ place, code, message }) =>
      finding('trigger_fault', place, href, `(${code}: ${message})`),
    );
    if (trigger.on === 'event') findings.push(...(await this.event('/event', trigger.event, href)));
    if (trigger.exit?.event)
      findings.push(...(await this.event('/exit/event', trigger.exit.event, href)));
    if (trigger.on === 'entered' || trigger.on === 'left')
      findings.push(...(await this.segment(trigger.segmentId)));
    return findings;
  }

  private async event(place: string, name: string, href: string): Promise<Finding[]> {
    if ((await this.events.find(name)) !== undefined) return [];
    return [finding('unknown_trigger_event', `/definition/trigger${place}`, href)];
  }

  private async segment(id: string): Promise<Finding[]> {
    try {
      await this.segments.ruleOf(id);
      return [];
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      const place = '/definition/trigger/segmentId';
      return [finding('dead_trigger_segment', place, `/v1/segments/${id}`, `(${error.code})`)];
    }
  }
}
