import type { Clock } from '#libs/kernel';

/** A clock that stands still until the test lets time pass. */
export class VirtualClock implements Clock {
  private instant: number;

  constructor(start = '2026-11-22T03:00:00.000Z') {
    this.instant = Date.parse(start);
  }

  now(): Date {
    return new Date(this.instant);
  }

  /** @param time such as `{ days: 3, minutes: 1 }` */
  advance({ days = 0, hours = 0, minutes = 0, seconds = 0, ms = 0 }: Duration): void {
    this.instant += (((days * 24 + hours) * 60 + minutes) * 60 + seconds) * 1000 + ms;
  }
}

export interface Duration {
  days?: number;
  hours?: number;
  minutes?: number;
  seconds?: number;
  ms?: number;
}
