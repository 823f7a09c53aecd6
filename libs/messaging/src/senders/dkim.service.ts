import { generateKeyPairSync } from 'node:crypto';
import { resolveTxt } from 'node:dns/promises';
import { Inject, Injectable } from '@nestjs/common';
import { type Clock, DomainError } from '#libs/kernel';
import { CLOCK, ENV, isDuplicate, Sealer, type Env } from '#libs/platform';
import { DkimKeyRepository, type DkimAlgorithm, type DkimKeyLine } from './dkim-key.repository.js';

/** For what the private halves are sealed. */
export const dkimPurpose = 'dkim';

/** What the domain's zone must hold before the key may sign. */
export interface DkimRecord {
  name: string;
  /** Of a TXT record; DNS keeps it in pieces of 255 octets, which receivers join (RFC 6376 section 3.6.2.2). */
  value: string;
}

export interface ShownDkimKey extends DkimKeyLine {
  record: DkimRecord;
}

/** The texts of TXT records, joined; none when there is no such name. */
export type TxtResolver = (name: string) => Promise<string[]>;
export const TXT_RESOLVER = Symbol('TxtResolver');

export const resolveTexts: TxtResolver = async (name) => {
  try {
    return (await resolveTxt(name)).map((pieces) => pieces.join(''));
  } catch (error) {
    const { code } = error as { code?: string };
    if (code === 'ENOTFOUND' || code === 'ENODATA') return [];
    throw new DomainError('dkim.dns_unavailable', 'unavailable', 'DNS does not answer.', [], 60);
  }
};

const domainPattern =
  /^(?=.{1,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+(?:[a-z]{2,63}|xn--[a-z0-9-]{1,59})$/;
const selectorPattern = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;

/** Keys that sign messages (RFC 6376): made here, published by whoever runs the domain, then used. */
@Injectable()
export class DkimService {
  private readonly sealer: Sealer;

  constructor(
    private readonly keys: DkimKeyRepository,
    @Inject(TXT_RESOLVER) private readonly texts: TxtResolver,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(ENV) env: Env,
  ) {
    this.sealer = new Sealer(dkimPurpose, {
      current: env.appSecret,
      previous: env.previousAppSecret,
    });
  }

  /**
   * Makes a key. It signs nothing before it is activated.
   * @param selector made from the day, if absent.
   * @throws DomainError `dkim.domain_invalid`, `dkim.selector_invalid`, `dkim.selector_taken`.
   */
  async create(wish: {
    domain: string;
    selector?: string;
    algorithm: DkimAlgorithm;
  }): Promise<ShownDkimKey> {
    const { domain, algorithm } = wish;
    const createdAt = this.clock.now();
    const day = createdAt.toISOString().slice(0, 10).replaceAll('-', '');
    const selector = wish.selector ?? `${algorithm === 'rsa' ? 's' : 'e'}${day}`;
    if (!domainPattern.test(domain))
      throw invalid(
        '/domain',
        'dkim.domain_invalid',
        'A domain in small letters, such as shop.example.',
      );
    if (!selectorPattern.test(selector))
      throw invalid(
        '/selector',
        'dkim.selector_invalid',
        'Up to 63 small letters, digits and hyphens.',
      );
    const { publicKey, privateKey } = makePair(algorithm);
    try {
      const key = { domain, selector, algorithm, publicKey, createdAt };
      const id = await this.keys.insert(key, this.sealer.seal(privateKey));
      return shown((await this.keys.get(id))!);
    } catch (error) {
      if (!isDuplicate(error)) throw error;
      throw new DomainError(
        'dkim.selector_taken',
        'conflict',
        'The domain has this selector already.',
      );
    }
  }

  async list(): Promise<ShownDkimKey[]> {
    return (await this.keys.list()).map(shown);
  }

  /**
   * From now on it signs, beside others of the domain.
   * @param look whether it must stand in DNS.
   * @throws DomainError `dkim.not_found`, `dkim.not_new`, `dkim.not_published`, `dkim.dns_unavailable`.
   */
  async activate(id: string, { look }: { look: boolean }): Promise<ShownDkimKey> {
    const key = await this.get(id);
    if (look && !(await this.isPublished(key)))
      throw new DomainError(
        'dkim.not_published',
        'conflict',
        `DNS has no TXT record with this key under ${key.record.name} yet.`,
      );
    if (!(await this.keys.move(id, 'new', 'active', this.clock.now())))
      throw new DomainError('dkim.not_new', 'conflict', `The key is ${key.state}.`);
    return this.get(id);
  }

  /**
   * From now on it signs nothing. Its record should stay for a week, until what it signed has arrived.
   * @throws DomainError `dkim.not_found`, `dkim.not_active`.
   */
  async retire(id: string): Promise<ShownDkimKey> {
    const { state } = await this.get(id);
    if (!(await this.keys.move(id, 'active', 'retired', this.clock.now())))
      throw new DomainError('dkim.not_active', 'conflict', `The key is ${state}.`);
    return this.get(id);
  }

  private async get(id: string): Promise<ShownDkimKey> {
    const key = await this.keys.get(id);
    if (!key) throw new DomainError('dkim.not_found', 'not_found', 'There is no such key.');
    return shown(key);
  }

  private async isPublished({ record, publicKey }: ShownDkimKey): Promise<boolean> {
    const texts = await this.texts(record.name);
    return texts.some((text) =>
      text.split(';').some((tag) => tag.replace(/\s/g, '') === `p=${publicKey}`),
    );
  }
}

const shown = (key: DkimKeyLine): ShownDkimKey => ({
  ...key,
  record: {
    name: `${key.selector}._domainkey.${key.domain}`,
    value: `v=DKIM1; k=${key.algorithm}; p=${key.publicKey}`,
  },
});

function makePair(algorithm: DkimAlgorithm): { publicKey: string; privateKey: string } {
  const { publicKey, privateKey } =
    algorithm === 'rsa'
      ? generateKeyPairSync('rsa', { modulusLength: 2048 })
      : generateKeyPairSync('ed25519');
  const open = publicKey.export({ type: 'spki', format: 'der' });
  // RFC 8463 section 4: of Ed25519 the 32 octets alone.
  const published = algorithm === 'rsa' ? open : open.subarray(-32);
  return {
    publicKey: published.toString('base64'),
    privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }) as string,
  };
}

const invalid = (place: string, code: string, message: string): DomainError =>
  new DomainError(code, 'invalid', message, [{ place, code, message }]);
