import { setTimeout as sleep } from 'node:timers/promises';
import { cpuOf, programs } from '../intake/cpu.js';
import { Memory } from './memory.js';
import type { Shop } from './shop.js';
import type { Sink, Taken } from './sink.js';

/** One campaign to everybody. */
export interface Round {
  perSecond: number;
  /** Processor time a message, microseconds, by program. */
  us: Record<string, number>;
  peakMb: number;
  growthMb: number | null;
}

const rounded = (value: number): number => Math.round(value * 10) / 10;
/** `worker` for the second worker too. */
const kindOf = (name: string): string => name.replace(/-\d+$/, '');
const cpuOfSink = ({ cpu }: Taken): number => cpu.user + cpu.system;

export const mailingOf = '(SELECT id FROM mailing WHERE campaign_id = ?)';

/** Until nothing of the campaign moves by itself. */
export async function untilSent(shop: Shop, campaign: string): Promise<void> {
  const open = `SELECT 1 FROM delivery WHERE mailing_id = ${mailingOf}
    AND state IN ('planned', 'claimed', 'sending', 'deferred', 'uncertain') LIMIT 1`;
  await shop.until(`SELECT 1 FROM delivery WHERE mailing_id = ${mailingOf} LIMIT 1`, campaign);
  while (await shop.number(open, [campaign])) await sleep(50);
}

/** From launch until the ledger has the last outcome. @throws Error when anybody is missing */
export async function sendRound(shop: Shop, sink: Sink, people: number): Promise<Round> {
  const pids = await programs();
  const memory = new Memory(pids.get('worker')!);
  const before = { cpu: await cpuOf(pids), sink: await sink.taken() };
  const launched = performance.now();
  const campaign = await shop.launch();
  await untilSent(shop, campaign);
  const perSecond = people / ((performance.now() - launched) / 1000);
  const after = { cpu: await cpuOf(pids), sink: await sink.taken() };
  const accepted = await shop.number(
    `SELECT COUNT(*) FROM delivery WHERE campaign_id = ? AND state = 'accepted'`,
    [campaign],
  );
  const sent = after.sink.accepted - before.sink.accepted;
  if (accepted !== people || sent !== people)
    throw new Error(`${people} people, ${accepted} accepted in the ledger, ${sent} in the sink.`);
  const us: Record<string, number> = {};
  for (const [name, used] of after.cpu)
    us[kindOf(name)] = rounded(
      (us[kindOf(name)] ?? 0) + (used - (before.cpu.get(name) ?? 0)) / people,
    );
  us.sink = rounded((cpuOfSink(after.sink) - cpuOfSink(before.sink)) / people);
  const { peak, growth } = memory.stop();
  return { perSecond: Math.round(perSecond), us, peakMb: peak, growthMb: growth };
}
