import { Injectable } from '@nestjs/common';
import { TrackingTokens } from '#libs/messaging';
import { Gathering } from '#libs/platform';
import { VisitKeeper, type MessageVisit, type Visitor } from './visit-keeper.js';

export type { Visitor } from './visit-keeper.js';

/** Requests of one transaction, and those that may wait for the next while the database is slow or hangs. */
const bounds = { most: 500, waiting: 5000 };

/** Keeps opens and clicks, and says where a click leads. */
@Injectable()
export class TrackingService {
  private readonly visits: Gathering<MessageVisit, string | null>;

  constructor(
    private readonly tokens: TrackingTokens,
    keeper: VisitKeeper,
  ) {
    this.visits = new Gathering(bounds, (visits) => keeper.keep(visits));
  }

  /**
   * Takes note of a fetched pixel; a token that is not ours is ignored.
   * @throws DomainError `unavailable`, as `click` does, while too many wait to be kept.
   */
  async open(token: string, visitor: Visitor): Promise<void> {
    const deliveryId = this.tokens.readOpen(token);
    if (deliveryId) await this.visits.add({ deliveryId, position: null, visitor });
  }

  /**
   * Takes note of a click.
   * @returns the address of the link that stood at this position of the frozen template, or null for
   * a token that is not ours, or of a person who was erased.
   */
  async click(token: string, visitor: Visitor): Promise<string | null> {
    const link = this.tokens.readClick(token);
    return link && this.visits.add({ ...link, visitor });
  }
}
