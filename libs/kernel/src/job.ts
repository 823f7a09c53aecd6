import type { Json } from './json.js';

/**
 * A kind of background work. One constant binds the name, the payload's type and, through the
 * worker's registry, exactly one handler; start-up fails on a job without a handler or with two.
 */
export interface JobDefinition<P extends { readonly [K in keyof P]: Json }> {
  /** Also the queue's name: lower case, dotted. */
  readonly name: string;
  /** How many of these one worker process runs at a time. */
  readonly concurrency: number;
  /** Never present at run time: carries the payload's type. */
  readonly payload?: P;
}

export type PayloadOf<J> = J extends JobDefinition<infer P> ? P : never;

/** Declares a job. Payloads are ids and plain JSON: the truth is in the database. */
export function defineJob<P extends { readonly [K in keyof P]: Json }>(
  name: string,
  options: { concurrency: number },
): JobDefinition<P> {
  return { name, concurrency: options.concurrency };
}
