import { dayAt, dayOf, dayText, type Day } from '#libs/kernel';
import { type FactValue } from '#libs/rules';
import { dueDates } from './anniversaries.js';
import { hoursOf, occursOn, type LocalHour } from './clock-face.js';
import type { CalendarTrigger, DateTrigger } from './trigger.js';

export type Timed = DateTrigger | CalendarTrigger;

/** Which of a trigger's local hours concern a contact. Whatever two contacts share is worked out once. */
export class TimedHours {
  private readonly hours = new Map<string, readonly LocalHour[]>();
  private readonly dates = new Map<Day, ReadonlySet<string>>();

  constructor(
    private readonly trigger: Timed,
    private readonly from: Date,
    private readonly to: Date,
  ) {}

  /**
   * The hours between `from` and `to`, both included, in order.
   * @param value what the trigger's field has of the contact; a calendar has none.
   * @param zone whose clock it goes by.
   */
  of(value: FactValue | null, zone: string): LocalHour[] {
    return this.hoursIn(zone).filter(({ day }) => this.isDue(day, value, zone));
  }

  /** Whether a local day is one of the contact's. */
  isDue(day: Day, value: FactValue | null, zone: string): boolean {
    const { trigger } = this;
    if (trigger.on === 'calendar') return occursOn(day, trigger);
    const date = value instanceof Date ? dayText(dayAt(value.getTime(), zone)) : value;
    return typeof date === 'string' && this.datesOf(trigger, day).has(date);
  }

  /** When the trigger's hour comes on a day, `2026-03-01`. */
  on(day: string, zone: string): LocalHour {
    return hoursOf(this.trigger.at, dayOf(day), dayOf(day), zone)[0]!;
  }

  private datesOf(trigger: DateTrigger, day: Day): ReadonlySet<string> {
    let dates = this.dates.get(day);
    if (!dates) this.dates.set(day, (dates = new Set(dueDates(day, trigger))));
    return dates;
  }

  private hoursIn(zone: string): readonly LocalHour[] {
    let hours = this.hours.get(zone);
    if (!hours) {
      const [from, to] = [this.from.getTime(), this.to.getTime()];
      hours = hoursOf(this.trigger.at, dayAt(from, zone), dayAt(to, zone), zone).filter(
        ({ instant }) => instant >= from && instant <= to,
      );
      this.hours.set(zone, hours);
    }
    return hours;
  }
}
