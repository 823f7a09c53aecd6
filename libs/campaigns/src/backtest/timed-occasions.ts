import { dayAt, dayText, type Day, type FactValue } from '#libs/rules';
import { dueDates } from '../triggers/anniversaries.js';
import { hoursOf, occursOn, type LocalHour } from '../triggers/clock-face.js';
import type { CalendarTrigger, DateTrigger } from '../triggers/trigger.js';
import type { Occasion } from './rehearsal.js';

type Timed = DateTrigger | CalendarTrigger;

/** Which of a trigger's local hours concern a contact. Whatever two contacts share is worked out once. */
export class TimedOccasions {
  private readonly hours = new Map<string, readonly LocalHour[]>();
  private readonly dates = new Map<Day, ReadonlySet<string>>();

  constructor(
    private readonly trigger: Timed,
    private readonly from: Date,
    private readonly to: Date,
  ) {}

  /**
   * @param value what the trigger's field has of the contact; a calendar has none.
   * @param zone whose clock it goes by.
   */
  of(value: FactValue | null, zone: string): Occasion[] {
    const { trigger } = this;
    const hours =
      trigger.on === 'calendar'
        ? this.hoursIn(zone).filter(({ day }) => occursOn(day, trigger))
        : this.onDates(trigger, value, zone);
    return hours.map(({ day, instant }) => occasionAt(trigger, day, new Date(instant)));
  }

  private onDates(trigger: DateTrigger, value: FactValue | null, zone: string): LocalHour[] {
    const date = value instanceof Date ? dayText(dayAt(value.getTime(), zone)) : value;
    if (typeof date !== 'string') return [];
    return this.hoursIn(zone).filter(({ day }) => this.datesOf(trigger, day).has(date));
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

const occasionAt = ({ on }: Timed, day: Day, at: Date): Occasion => ({
  happenedAt: at,
  arrivedAt: at,
  dueAt: at,
  reentryKey: null,
  steps: [{ step: 'cause', verdict: true, expected: on, found: dayText(day) }],
  timed: true,
});
