import { Inject, Injectable } from '@nestjs/common';
import { ENV, type Env } from '#libs/platform';

/**
 * Who this process is, and how far it has seen the database come: whatever it sends, it sends for this
 * installation, and from no database that stands lower (ADR 21).
 */
@Injectable()
export class Tide {
  readonly installation: string;
  /** The highest that was seen. */
  seen = 0;

  constructor(@Inject(ENV) env: Env) {
    this.installation = env.installationId;
  }

  reached(tide: number): void {
    this.seen = Math.max(this.seen, tide);
  }
}
