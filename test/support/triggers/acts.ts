import type { Duration } from '../clock.js';
import type { Stage } from './stage.js';

/** One step of a scenario. */
export type Act = (stage: Stage, campaign: string) => Promise<void>;

interface Given {
  value?: string;
  properties?: object;
  at?: string;
}

export const did =
  (person: number, name: string, given: Given = {}): Act =>
  async (stage) => {
    await stage.event(person, name, given);
    await stage.settle();
  };
/** Some time ago, but it comes in now. */
export const didAgo =
  (person: number, name: string, ago: Duration): Act =>
  async (stage) => {
    const { days = 0, hours = 0, minutes = 0 } = ago;
    const ms = ((days * 24 + hours) * 60 + minutes) * 60_000;
    const at = new Date(stage.clock.now().getTime() - ms).toISOString();
    await stage.event(person, name, { at });
    await stage.settle();
  };
export const pass =
  (time: Duration): Act =>
  async (stage) => {
    stage.clock.advance(time);
    await stage.settle();
  };
/** The next time a clock of UTC shows it. */
export const untilHour =
  (time: string): Act =>
  async (stage) => {
    const now = stage.clock.now();
    const today = Date.parse(`${now.toISOString().slice(0, 10)}T${time}:00.000Z`);
    const ms = (today <= now.getTime() ? today + 24 * 3600_000 : today) - now.getTime();
    await pass({ ms })(stage, '');
  };
export const move =
  (to: 'pause' | 'resume' | 'stop' | 'cancel'): Act =>
  async (stage, campaign) => {
    await stage.move(campaign, to);
    await stage.settle();
  };
export const lives =
  (person: number, country: string | null): Act =>
  async ({ world, ...stage }) => {
    const contact = stage.contacts[person - 1];
    await world.database.execute('UPDATE contact SET country = ? WHERE id = ?', [country, contact]);
  };
/** Who has been sent to so far. */
export const sent =
  (...people: number[]): Act =>
  async (stage, campaign) =>
    expect(await stage.sent(campaign)).toEqual(people);
export const dropped =
  (...lines: string[]): Act =>
  async (stage, campaign) =>
    expect(await stage.dropped(campaign)).toEqual(lines);
export const waiting =
  (count: number): Act =>
  async (stage, campaign) =>
    expect((await stage.firings(campaign)).filter(({ state }) => state === 'waiting')).toHaveLength(
      count,
    );
