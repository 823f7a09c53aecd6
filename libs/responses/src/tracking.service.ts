import { Inject, Injectable } from '@nestjs/common';
import type { Clock } from '#libs/kernel';
import { ContactService } from '#libs/contacts';
import {
  Occasions,
  OrganisationRepository,
  RecoveryRepository,
  TemplateService,
  TrackingTokens,
  renderData,
} from '#libs/messaging';
import { CLOCK } from '#libs/platform';
import { judgeClick, judgeOpen, type Visit } from './actor.js';
import { ResponseRepository, type RespondedDelivery } from './response.repository.js';

/** What a request tells of itself. */
export type Visitor = Pick<Visit, 'method' | 'userAgent' | 'purpose'>;

/** Scanners follow all links of a message within so many milliseconds. */
const burstWindowMs = 3000;

/** Keeps opens and clicks, and says where a click leads. */
@Injectable()
export class TrackingService {
  constructor(
    private readonly responses: ResponseRepository,
    private readonly tokens: TrackingTokens,
    private readonly templates: TemplateService,
    private readonly organisations: OrganisationRepository,
    private readonly contacts: ContactService,
    private readonly occasions: Occasions,
    private readonly recovery: RecoveryRepository,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Takes note of a fetched pixel; a token that is not ours is ignored. */
  async open(token: string, visitor: Visitor): Promise<void> {
    const id = this.tokens.readOpen(token);
    const delivery = id && (await this.responses.delivery(id));
    if (!delivery || delivery.erased) return;
    const verdict = judgeOpen({ ...this.visit(delivery, visitor), otherRecentClicks: 0 });
    await this.keep(delivery, 'open', verdict, null);
  }

  /**
   * Takes note of a click.
   * @returns the address of the link that stood at this position of the frozen template, or null for
   * a token that is not ours, or of a person who was erased: no address is ever taken from the request.
   */
  async click(token: string, visitor: Visitor): Promise<string | null> {
    const link = this.tokens.readClick(token);
    const delivery = link && (await this.responses.delivery(link.deliveryId));
    if (!delivery || delivery.erased) return null;
    const target = await this.target(delivery, link.position);
    if (!target) return null;
    const since = new Date(this.clock.now().getTime() - burstWindowMs);
    const verdict = judgeClick({
      ...this.visit(delivery, visitor),
      otherRecentClicks: await this.responses.linksSince(delivery.id, since, link.position),
    });
    await this.keep(delivery, 'click', verdict, link.position);
    // What began the burst was taken for a person until now.
    if (verdict.reason === 'burst') await this.responses.markBurst(delivery, since);
    return target;
  }

  private visit(delivery: RespondedDelivery, visitor: Visitor): Omit<Visit, 'otherRecentClicks'> {
    const sinceSentMs = delivery.sentAt && this.clock.now().getTime() - delivery.sentAt.getTime();
    return { ...visitor, sinceSentMs };
  }

  private async keep(
    delivery: RespondedDelivery,
    kind: 'open' | 'click',
    verdict: ReturnType<typeof judgeOpen>,
    linkPosition: number | null,
  ): Promise<void> {
    const occurredAt = this.clock.now();
    await this.responses.add(delivery, {
      ...verdict,
      kind,
      linkPosition,
      detail: null,
      occurredAt,
    });
    // Whoever opens it has received it: evidence for a delivery that is uncertain.
    await this.recovery.confirm(delivery.id);
  }

  private async target(delivery: RespondedDelivery, position: number): Promise<string | null> {
    const template = await this.templates.ready(delivery.templateVersionId);
    const { contactId } = delivery;
    const contact = (await this.contacts.loadForRendering([contactId])).get(contactId);
    if (!contact) return null;
    const organisation = await this.organisations.get();
    const unsubscribeUrl = this.tokens.unsubscribeUrl(delivery.id);
    const occasion = (await this.occasions.of(template, [delivery.id])).get(delivery.id);
    const data = renderData(contact, organisation, delivery.campaignName, unsubscribeUrl, occasion);
    return template.renderUrl(position, data) ?? null;
  }
}
