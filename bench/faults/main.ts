import { Shop } from '../send/shop.js';
import { faults } from './all.js';
import { compare } from './check.js';
import type { Fault } from './fault.js';
import type { Host } from './host.js';
import { Ledger } from './ledger.js';
import { MailServer } from './mail-server.js';
import type { Scale, Seen } from './seen.js';
import { Stage } from './stage.js';
import { line, promises, title, type Played } from './table.js';

const scales: Record<'full' | 'short', Scale> = {
  full: { people: 50_000, times: 20, seconds: 60 },
  short: { people: 2_000, times: 2, seconds: 5 },
};

export interface Wish {
  /** Names of faults; when there are none, all that belong to the scale. */
  names: readonly string[];
  short: boolean;
}

/** Who cannot come to an end has broken the promise. */
async function play(fault: Fault, stage: Stage): Promise<Seen> {
  try {
    return await fault.run(stage);
  } catch (error) {
    const words = error instanceof Error ? error.message : String(error);
    return { findings: compare([], [], 0), figures: {}, broken: [words] };
  }
}

/** @throws Error when there is no fault of a name. */
export function choose({ names, short }: Wish): readonly Fault[] {
  const unknown = names.filter((name) => !faults.some((fault) => fault.name === name));
  if (unknown.length > 0) {
    const known = faults.map(({ name }) => name).join(', ');
    throw new Error(`There is no fault ${unknown.join(', ')}. There are: ${known}.`);
  }
  if (names.length > 0) return faults.filter(({ name }) => names.includes(name));
  return faults.filter(({ twin }) => !short || !twin);
}

/** Plays the faults one after the other and prints what came of each; all of it as JSON last. */
export async function playFaults(host: Host, wish: Wish): Promise<Played[]> {
  const chosen = choose(wish);
  const scale = scales[wish.short ? 'short' : 'full'];
  const mail = await MailServer.start();
  const ledger = new Ledger(host);
  const shop = await Shop.open(scale.people, host.settings);
  // The database may be taken away from here on; what is left goes through the API.
  await shop.close();
  const stage = new Stage(host, mail, ledger, shop, scale);
  const played: Played[] = [];
  console.log(title(scale));
  for (const fault of chosen) {
    const began = performance.now();
    const seen = await play(fault, stage);
    await stage.clear();
    played.push({
      ...seen,
      name: fault.name,
      promise: fault.promise,
      ms: performance.now() - began,
    });
    console.log(line(played.at(-1)!));
  }
  console.log(promises(played));
  await ledger.close();
  mail.stop();
  return played;
}
