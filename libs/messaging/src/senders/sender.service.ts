import { Inject, Injectable } from '@nestjs/common';
import { type Clock, DomainError } from '#libs/kernel';
import { CLOCK, isDuplicate } from '#libs/platform';
import type { ChannelName } from '../channels/channel.js';
import { OrganisationRepository, type OrganisationProfile } from './organisation.repository.js';
import type { Registration } from './registration.js';
import type { Sender } from './sender.entity.js';
import { SenderRepository } from './sender.repository.js';

export interface NewSender {
  channel: ChannelName;
  name: string;
  address: string;
  replyTo?: string | null;
}

/** Thai operators and GSM alike allow eleven letters and digits (3GPP TS 23.040 section 9.1.2.5). */
const smsName = /^(?=.*[A-Za-z])[A-Za-z0-9 ]{1,11}$|^\+?[0-9]{3,15}$/;

/**
 * A header is built from these: no line break, bracket or quote may be in them. ASCII, since many servers
 * take no other sender (RFC 6531), and would take none of its messages.
 */
const mailAddress = /^[\w!#$%&'*+./=?^`{|}~-]{1,64}@[a-z0-9-]+(\.[a-z0-9-]+)+$/;

/** Senders, and the organisation's own profile. */
@Injectable()
export class SenderService {
  constructor(
    private readonly senders: SenderRepository,
    private readonly organisations: OrganisationRepository,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** @throws DomainError `sender.invalid_address`, `sender.exists`. */
  async create(sender: NewSender): Promise<Sender> {
    const pattern = sender.channel === 'email' ? mailAddress : smsName;
    for (const [place, value] of [
      ['/address', sender.address],
      ['/replyTo', sender.channel === 'email' ? sender.replyTo : null],
    ] as const)
      if (value && !pattern.test(value)) throw invalidAddress(place, sender.channel);
    try {
      return await this.senders.insert({
        ...sender,
        name: sender.name.replace(/\s+/g, ' ').trim(),
        replyTo: sender.replyTo ?? null,
        registeredWith: null,
        registeredOn: null,
        registrationReference: null,
        createdAt: this.clock.now(),
      });
    } catch (error) {
      if (!isDuplicate(error)) throw error;
      throw new DomainError('sender.exists', 'conflict', 'There is a sender with this address.');
    }
  }

  /**
   * Writes down with whom the name of a sender of text messages is registered; null takes it back.
   * @throws DomainError `sender.not_found`, `sender.not_registrable`.
   */
  async register(id: string, registration: Registration | null): Promise<Sender> {
    const sender = await this.senders.get(id);
    if (!sender) throw new DomainError('sender.not_found', 'not_found', 'There is no such sender.');
    if (sender.channel !== 'sms')
      throw new DomainError(
        'sender.not_registrable',
        'conflict',
        'Only senders of text messages are registered.',
      );
    await this.senders.setRegistration(id, registration);
    return (await this.senders.get(id)) ?? sender;
  }

  list(): Promise<Sender[]> {
    return this.senders.all();
  }

  find(id: string): Promise<Sender | null> {
    return this.senders.get(id);
  }

  /** The profile, or null until somebody has written one. */
  organisation(): Promise<OrganisationProfile | null> {
    return this.organisations.get();
  }

  setOrganisation(profile: OrganisationProfile): Promise<void> {
    return this.organisations.set(profile);
  }
}

function invalidAddress(place: string, channel: ChannelName): DomainError {
  const message =
    channel === 'email'
      ? 'A sender needs one plain e-mail address with a lower-case domain.'
      : 'An SMS sender is a registered name of up to 11 Latin letters and digits, or a number.';
  return new DomainError('sender.invalid_address', 'invalid', message, [
    { place, code: 'sender.invalid_address', message },
  ]);
}
