import { Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { DomainError } from '#libs/kernel';

interface Bucket {
  key: string;
  perMinute: number;
}

type Limiter = (
  request: FastifyRequest,
) => Promise<{ isAllowed: true } | { isAllowed: false; isExceeded: boolean; ttlInSeconds: number }>;

/**
 * Counts requests by session, key or address, in this process's memory: a brake for a caller who
 * runs away, not a quota. Guessed passwords are counted in the database.
 */
@Injectable()
export class RateLimits {
  private readonly buckets = new WeakMap<FastifyRequest, Bucket>();
  private limiter: Limiter | undefined;

  /** @throws DomainError `rate.limited` */
  async count(request: FastifyRequest, key: string, perMinute: number): Promise<void> {
    if (perMinute === Infinity) return;
    this.buckets.set(request, { key, perMinute });
    this.limiter ??= this.create(request);
    const result = await this.limiter(request);
    if (result.isAllowed || !result.isExceeded) return;
    throw new DomainError(
      'rate.limited',
      'overloaded',
      `More than ${perMinute} requests in a minute.`,
      [],
      Math.max(1, result.ttlInSeconds),
    );
  }

  private create({ server }: FastifyRequest): Limiter {
    const bucketOf = (request: FastifyRequest): Bucket => this.buckets.get(request)!;
    return server.createRateLimit({
      timeWindow: 60_000,
      keyGenerator: (request) => bucketOf(request).key,
      max: (request) => bucketOf(request).perMinute,
    });
  }
}
