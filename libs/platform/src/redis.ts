import { Redis, type RedisOptions } from 'ioredis';

/** Told of every connection error, with its message; without a listener ioredis floods stderr. */
export type OnRedisError = (why: string) => void;

function create(url: string, onError: OnRedisError, options: RedisOptions): Redis {
  const redis = new Redis(url, options);
  redis.on('error', (error: Error) => onError(error.message || String(error)));
  return redis;
}

/** For a BullMQ worker: waits for a Redis that is away, for as long as it takes. */
export const createWaitingRedis = (url: string, onError: OnRedisError): Redis =>
  create(url, onError, { maxRetriesPerRequest: null });

/** For whoever serves a request: fails soon when Redis is away, and the caller goes on without. */
export const createFailingRedis = (url: string, onError: OnRedisError): Redis =>
  create(url, onError, { maxRetriesPerRequest: 1, commandTimeout: 2000 });
