import { Weighted, type Random } from './random.js';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
/** Thailand has kept UTC+7 without summer time since 1920. */
const bangkokMs = 7 * hourMs;

/** January to December: slow rains, Songkran in April, a busy end of the year. */
const months = [0.95, 0.9, 1.05, 1.3, 0.85, 0.8, 0.85, 0.9, 0.85, 1, 1.35, 1.5];
/** Sunday to Saturday. */
const weekdays = [1.3, 0.9, 0.85, 0.9, 0.95, 1.05, 1.35];
/** Midnight to eleven at night. */
const hours = [2, 1, 0.5, 0.3, 0.3, 0.5, 1.5, 3, 4, 5, 6, 6, 7, 6, 5, 5, 5, 6, 7, 8, 10, 11, 9, 5];

/** The year that ends at `now`, with its good and bad days. */
export class Calendar {
  private readonly start: number;
  private readonly days: Weighted;
  private readonly hours = new Weighted(hours);

  constructor(private readonly now: Date) {
    const today = Math.floor((now.getTime() + bangkokMs) / dayMs);
    this.start = (today - 365) * dayMs - bangkokMs;
    this.days = new Weighted(
      Array.from({ length: 366 }, (_, day) => busyness(new Date((today - 365 + day) * dayMs))),
    );
  }

  /** An instant of that year, more often when people shop; never later than now. */
  draw(random: Random): Date {
    for (;;) {
      const day = this.start + this.days.draw(random) * dayMs;
      const at = day + (this.hours.draw(random) + random.next()) * hourMs;
      if (at < this.now.getTime()) return new Date(Math.floor(at));
    }
  }
}

/** @param day midnight UTC that stands for the day in Bangkok */
function busyness(day: Date): number {
  const month = day.getUTCMonth();
  const date = day.getUTCDate();
  let weight = (months[month] ?? 1) * (weekdays[day.getUTCDay()] ?? 1);
  if (date >= 25 || date <= 3) weight *= 1.25; // after the pay
  if (date === month + 1 && month >= 8) weight *= 2; // 9.9, 10.10, 11.11 and 12.12
  return weight;
}

/** The day in Bangkok, `YYYY-MM-DD`. */
export const bangkokDay = (instant: Date): string =>
  new Date(instant.getTime() + bangkokMs).toISOString().slice(0, 10);

/** The day so many days away from it. */
export const addDays = (day: string, days: number): string =>
  new Date(Date.parse(day) + days * dayMs).toISOString().slice(0, 10);
