import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import type { SnsClient } from './sns.js';

const timeoutMs = 5000;
/** A certificate has about two kilobytes. */
const maxLength = 20_000;

/** Asks SNS itself. Addresses were checked by whoever calls; no redirect leads elsewhere. */
@Injectable()
export class HttpsSnsClient implements SnsClient {
  private readonly certificates = new LRUCache<string, string>({ max: 20, ttl: 86_400_000 });

  async certificate(url: string): Promise<string> {
    const known = this.certificates.get(url);
    if (known !== undefined) return known;
    const pem = (await get(url)).slice(0, maxLength);
    this.certificates.set(url, pem);
    return pem;
  }

  async confirm(url: string): Promise<void> {
    await get(url);
  }
}

async function get(url: string): Promise<string> {
  const answer = await fetch(url, { redirect: 'error', signal: AbortSignal.timeout(timeoutMs) });
  if (!answer.ok) throw new Error(`SNS answered ${answer.status}.`);
  return answer.text();
}
