/** Where time comes from. Injected everywhere, so that tests can let three days pass in no time. */
export interface Clock {
  /** The present instant. */
  now(): Date;
}

/** The machine's own clock. */
export const systemClock: Clock = { now: () => new Date() };
