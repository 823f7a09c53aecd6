import { Inject, Injectable } from '@nestjs/common';
import { DomainError, type Clock } from '#libs/kernel';
import { EventNames } from '#libs/contacts';
import { LimitsService, SenderService, TemplateService } from '#libs/messaging';
import { CLOCK, ENV, type Env } from '#libs/platform';
import { AudienceService } from './audience.service.js';
import type { Campaign } from './campaign.entity.js';
import { finding, type Finding } from './preflight.js';
import { templateFindings } from './preflight-template.js';
import { SmsPreflight } from './preflight-sms.js';
import { TriggerPreflight } from './triggers/trigger.preflight.js';

/** Looks a campaign over before anything is sent: everything that is wrong, each with its place. */
@Injectable()
export class PreflightService {
  constructor(
    private readonly audiences: AudienceService,
    private readonly templates: TemplateService,
    private readonly senders: SenderService,
    private readonly limits: LimitsService,
    private readonly events: EventNames,
    private readonly triggers: TriggerPreflight,
    private readonly sms: SmsPreflight,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(ENV) private readonly env: Env,
  ) {}

  async check(campaign: Campaign): Promise<Finding[]> {
    const parts = await Promise.all([
      this.audience(campaign),
      this.template(campaign),
      this.sender(campaign),
      this.measurement(campaign),
      this.surroundings(campaign),
      this.timing(campaign),
      this.triggers.check(campaign),
      this.sms.check(campaign),
    ]);
    return parts.flat();
  }

  private async audience(campaign: Campaign): Promise<Finding[]> {
    const { segmentId, trigger } = campaign.definition;
    const place = '/definition/segmentId';
    // What happens names the person; only a broadcast needs to be told whom it is for.
    if (!segmentId && trigger && trigger.on !== 'calendar') return [];
    if (!segmentId) return [finding('no_segment', place, '/v1/segments')];
    const href = `/v1/segments/${segmentId}`;
    try {
      const { planned } = await this.audiences.dryRun(campaign);
      return planned > 0 || trigger
        ? []
        : [finding('nobody', place, `/v1/campaigns/${campaign.id}/dry-run`)];
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      return [finding('dead_segment', place, href, `(${error.code}: ${error.message})`)];
    }
  }

  private async template({ channel, definition }: Campaign): Promise<Finding[]> {
    const { templateId, purpose } = definition;
    const place = '/definition/templateId';
    if (!templateId) return [finding('no_template', place, '/v1/templates')];
    const href = `/v1/templates/${templateId}`;
    const found = await this.templates.get(templateId).catch((error: unknown) => {
      if (error instanceof DomainError) return null;
      throw error;
    });
    if (!found) return [finding('no_template', place, '/v1/templates')];
    if (found.template.channel !== channel) return [finding('wrong_channel', place, href)];
    const compiled = await this.templates.check(found.latest.bundle);
    if (!compiled.ok)
      return compiled.error.map((fault) =>
        finding('template_fault', fault.place, href, `(${fault.code}: ${fault.message})`),
      );
    return templateFindings(compiled.value, purpose, href);
  }

  private async sender({ channel, definition }: Campaign): Promise<Finding[]> {
    const place = '/definition/senderId';
    const sender = definition.senderId && (await this.senders.find(definition.senderId));
    if (!sender) return [finding('no_sender', place, '/v1/senders')];
    return sender.channel === channel ? [] : [finding('wrong_channel', place, '/v1/senders')];
  }

  private async measurement({ id, definition }: Campaign): Promise<Finding[]> {
    const href = `/v1/campaigns/${id}`;
    const { goal, holdoutShare } = definition;
    const findings: Finding[] = [];
    if (!goal) findings.push(finding('no_goal', '/definition/goal', href));
    else if ((await this.events.find(goal.event)) === undefined)
      findings.push(finding('unknown_goal', '/definition/goal/event', href));
    if (holdoutShare === 0) findings.push(finding('no_holdout', '/definition/holdoutShare', href));
    return findings;
  }

  private async timing({ id, channel, definition }: Campaign): Promise<Finding[]> {
    const { trigger, localTime, spreadMinutes, purpose } = definition;
    const findings: Finding[] = [];
    if (trigger && (localTime !== null || spreadMinutes > 0))
      findings.push(finding('timing_of_trigger', '/definition/localTime', `/v1/campaigns/${id}`));
    if (channel === 'sms' && purpose === 'marketing') {
      const { quietHours } = await this.limits.get();
      if (!quietHours.some((hours) => (hours.channel ?? 'sms') === 'sms'))
        findings.push(finding('no_quiet_hours', '/sendingLimits', '/v1/sending-limits'));
    }
    return findings;
  }

  private async surroundings({ id, channel, startsAt, state }: Campaign): Promise<Finding[]> {
    const findings: Finding[] = [];
    if (channel === 'email' && !(await this.senders.organisation()))
      findings.push(finding('no_organisation', '/organisation', '/v1/organisation'));
    if (!this.env.publicUrl.startsWith('https://'))
      findings.push(finding('insecure_links', '/publicUrl', '/docs'));
    if (startsAt && state !== 'running' && startsAt < this.clock.now())
      findings.push(finding('schedule_in_past', '/startsAt', `/v1/campaigns/${id}/schedule`));
    return findings;
  }
}
