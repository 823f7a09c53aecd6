import { setTimeout as sleep } from 'node:timers/promises';
import { forEachAtOnce } from '../at-once.js';
import type { CatcherClient } from '../catcher.js';
import type { Person } from '../generator/person.js';
import { count } from '../print/format.js';
import { startProgress } from '../print/progress.js';
import { addressesIn } from './addresses.js';
import { behaviourOf } from './behaviour.js';
import type { Traffic } from './traffic.js';
import { later } from './visits.js';

/** Nobody opens and clicks faster; what does is taken for a machine. */
const quickestMs = 2500;
const customersAtOnce = 8;

/** Everybody who got the message does with it what they would do. */
export async function answer(
  seed: string,
  people: ReadonlyMap<string, Person>,
  campaign: { id: string; finishedAt: string | null },
  catcher: CatcherClient,
  traffic: Traffic,
): Promise<string> {
  const letters = await catcher.all(campaign.id);
  const acting = letters.flatMap(({ id, to }) => {
    const person = people.get(to[0] ?? '');
    const behaviour = person && behaviourOf(seed, person);
    const acts = behaviour && (behaviour.opens || behaviour.mailbox === 'privacy');
    return acts ? [{ id, behaviour }] : [];
  });
  const since = Date.now() - Date.parse(campaign.finishedAt ?? '');
  if (since < quickestMs) await sleep(quickestMs - since);
  const shown = startProgress('customers answer', 'people');
  let done = 0;
  try {
    await forEachAtOnce(acting, customersAtOnce, async ({ id, behaviour }) => {
      const addresses = addressesIn(await catcher.open(id));
      for (const visit of later(behaviour, addresses, Number(id))) await traffic.make(visit);
      shown.update((done += 1), acting.length);
    });
  } finally {
    shown.stop();
  }
  return `customers opened, clicked and left: ${count(acting.length)} of ${count(letters.length)} mailboxes`;
}
