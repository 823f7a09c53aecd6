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
import { CLOCK, Log } from '#libs/platform';
import { judgeClick, judgeOpen, type Visit } from './actor.js';
import {
  ResponseRepository,
  type RespondedDelivery,
  type ResponseOf,
} from './response.repository.js';

/** What a request tells of itself. */
export type Visitor = Pick<Visit, 'method' | 'userAgent' | 'purpose'>;

/** A fetched pixel, or a link that was followed. */
export interface MessageVisit {
  deliveryId: string;
  /** Of the link in the frozen template; null for the pixel. */
  position: number | null;
  visitor: Visitor;
}

type Deliveries = ReadonlyMap<string, RespondedDelivery>;

/** Scanners follow all links of a message within so many milliseconds. */
const burstWindowMs = 3000;

/** Keeps opens and clicks, a group of them in one transaction. */
@Injectable()
export class VisitKeeper {
  constructor(
    private readonly responses: ResponseRepository,
    private readonly tokens: TrackingTokens,
    private readonly templates: TemplateService,
    private readonly organisations: OrganisationRepository,
    private readonly contacts: ContactService,
    private readonly occasions: Occasions,
    private readonly recovery: RecoveryRepository,
    private readonly log: Log,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /**
   * Durable when it resolves.
   * @returns for each click where it leads; null for a pixel, for a link that the template does not have,
   * and for a delivery that there is not, or of a person who was erased: nothing is kept of these.
   */
  async keep(visits: readonly MessageVisit[]): Promise<(string | null)[]> {
    const deliveries = await this.responses.deliveries(visits.map(({ deliveryId }) => deliveryId));
    const targets = await this.targets(visits, deliveries);
    const now = this.clock.now();
    const since = new Date(now.getTime() - burstWindowMs);
    const clicked = visits.filter(({ position }) => position !== null);
    const followed = await this.responses.linksSince(
      clicked.map(({ deliveryId }) => deliveryId),
      since,
    );
    const kept: ResponseOf[] = [];
    for (const [n, { deliveryId, position, visitor }] of visits.entries()) {
      const delivery = deliveries.get(deliveryId);
      if (!delivery || (position !== null && targets[n] === null)) continue;
      const links = followed.get(deliveryId) ?? new Set();
      const others = links.size - (links.has(position) ? 1 : 0);
      const sinceSentMs = delivery.sentAt && now.getTime() - delivery.sentAt.getTime();
      const visit: Visit = { ...visitor, sinceSentMs, otherRecentClicks: others };
      const verdict = position === null ? judgeOpen(visit) : judgeClick(visit);
      const kind = position === null ? 'open' : 'click';
      kept.push({
        delivery,
        response: { ...verdict, kind, linkPosition: position, detail: null, occurredAt: now },
      });
      if (position !== null) followed.set(deliveryId, links.add(position));
    }
    await this.responses.addVisits(kept, since);
    // Whoever opens it has received it: evidence for a delivery that is uncertain.
    for (const { id, uncertain } of deliveries.values())
      if (uncertain && kept.some(({ delivery }) => delivery.id === id))
        await this.recovery.confirm(id);
    return targets;
  }

  /** Where each click leads: no address is ever taken from a request. */
  private async targets(
    visits: readonly MessageVisit[],
    deliveries: Deliveries,
  ): Promise<(string | null)[]> {
    const clicked = visits.filter(({ position }) => position !== null);
    const of = clicked.flatMap(({ deliveryId }) => deliveries.get(deliveryId) ?? []);
    if (of.length === 0) return visits.map(() => null);
    const contacts = await this.contacts.loadForRendering(of.map(({ contactId }) => contactId));
    const organisation = await this.organisations.get();
    return Promise.all(
      visits.map(async ({ deliveryId, position }) => {
        const delivery = deliveries.get(deliveryId);
        const contact = delivery && contacts.get(delivery.contactId);
        if (position === null || !delivery || !contact) return null;
        try {
          const template = await this.templates.ready(delivery.templateVersionId);
          const occasion = (await this.occasions.of(template, [deliveryId])).get(deliveryId);
          const leave = this.tokens.unsubscribeUrl(deliveryId);
          const { campaignName } = delivery;
          const data = renderData(contact, organisation, campaignName, leave, occasion);
          return template.renderUrl(position, data) ?? null;
        } catch (error) {
          this.log.error('click.no_target', { deliveryId, position, error });
          return null;
        }
      }),
    );
  }
}
