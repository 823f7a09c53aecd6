import { createPrivateKey } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { ENV, Sealer, type Env } from '#libs/platform';
import type { DkimKey } from '../dkim/index.js';
import { DkimKeyRepository } from './dkim-key.repository.js';
import { dkimPurpose } from './dkim.service.js';

/** For so long what was read is believed, ms. */
const freshMs = 5000;

/** The keys that sign at present, ready for use, by domain. */
@Injectable()
export class SigningKeys {
  private readonly sealer: Sealer;
  private readAt = -Infinity;
  private reading: Promise<ReadonlyMap<string, (DkimKey | Error)[]>> | null = null;

  constructor(
    private readonly keys: DkimKeyRepository,
    @Inject(ENV) env: Env,
  ) {
    this.sealer = new Sealer(dkimPurpose, {
      current: env.appSecret,
      previous: env.previousAppSecret,
    });
  }

  /**
   * Those that sign for a From address.
   * @throws Error when one of them cannot be opened: rather nothing is sent than something unsigned.
   */
  async of(address: string): Promise<readonly DkimKey[]> {
    if (!this.reading || performance.now() - this.readAt > freshMs) {
      this.readAt = performance.now();
      this.reading = this.read();
      // Asked again at once after a failure; whoever waits is told.
      this.reading.catch(() => (this.reading = null));
    }
    const keys = (await this.reading).get(address.slice(address.lastIndexOf('@') + 1)) ?? [];
    return keys.map((key) => {
      if (key instanceof Error) throw key;
      return key;
    });
  }

  private async read(): Promise<ReadonlyMap<string, (DkimKey | Error)[]>> {
    const byDomain = new Map<string, (DkimKey | Error)[]>();
    for (const { domain, selector, sealed } of await this.keys.active()) {
      const pem = this.sealer.open(sealed);
      const key =
        pem === null
          ? new Error(`The DKIM key ${selector} of ${domain} was sealed with another APP_SECRET.`)
          : { domain, selector, key: createPrivateKey(pem) };
      byDomain.set(domain, [...(byDomain.get(domain) ?? []), key]);
    }
    return byDomain;
  }
}
