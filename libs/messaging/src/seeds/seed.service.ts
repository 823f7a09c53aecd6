import { Injectable } from '@nestjs/common';
import { DomainError, type ErrorPlace } from '#libs/kernel';
import { parseEmail } from '#libs/contacts';
import { GuardRepository } from '../guards/guard.repository.js';
import type { Asked } from '../switch/switch.repository.js';
import { TrackingTokens } from '../tracking/tokens.js';
import { SeedCopyRepository } from './seed-copy.repository.js';
import { SeedSettingsRepository } from './seed-settings.repository.js';
import type { SeedSettings } from './seeds.js';

/** Seeds: addresses whose mailboxes somebody reads, to know whether what was accepted arrives. */
@Injectable()
export class SeedService {
  constructor(
    private readonly settings: SeedSettingsRepository,
    private readonly copies: SeedCopyRepository,
    private readonly guards: GuardRepository,
    private readonly tokens: TrackingTokens,
  ) {}

  get(): Promise<SeedSettings> {
    return this.settings.get();
  }

  /** @throws DomainError `seeds.no_contact` with the place of each address that no contact has. */
  async set({ addresses, ...rest }: SeedSettings, asked: Asked): Promise<SeedSettings> {
    const parsed = addresses.map((address) => {
      const verdict = parseEmail(address);
      return verdict.ok ? verdict.value : null;
    });
    const known = await this.settings.contacts(parsed.filter((address) => address !== null));
    const ids = parsed.map((address) => (address === null ? undefined : known.get(address)));
    const places = ids.flatMap((id, n) => (id === undefined ? [noContact(n)] : []));
    if (places.length > 0)
      throw new DomainError('seeds.no_contact', 'invalid', 'A seed is a contact.', places);
    await this.settings.set([...new Set(ids as string[])], rest, asked);
    return this.settings.get();
  }

  /** A message of ours has reached a mailbox. @returns whether it was for a seed. */
  arrived(deliveryId: string): Promise<boolean> {
    return this.copies.arrived(deliveryId);
  }

  /** The same, told by whoever reads the mailbox. @throws DomainError `seeds.not_found` */
  async arrivedAs(messageId: string): Promise<void> {
    const deliveryId = this.tokens.readMessageId(messageId);
    if (deliveryId === null || !(await this.copies.arrived(deliveryId)))
      throw new DomainError('seeds.not_found', 'not_found', 'No seed was sent this message.');
  }

  /** Closes mailings of which too few copies arrived in time. Any number of processes may do it. */
  async judge(): Promise<void> {
    for (const { mailingId, missing, outOf, leastShare } of await this.copies.missing())
      await this.guards.pause(mailingId, {
        kind: 'seeds_missing',
        level: 'pause',
        events: missing,
        outOf,
        threshold: 1 - leastShare,
      });
  }
}

const noContact = (n: number): ErrorPlace => ({
  place: `/addresses/${n}`,
  code: 'seeds.no_contact',
  message: 'No contact has this address.',
});
