import { setTimeout as sleep } from 'node:timers/promises';
import { cpuOf, programs } from './intake/cpu.js';
import { Shop } from './send/shop.js';
import { Sink, type Taken } from './send/sink.js';

/*
 * A campaign to 200,000 people, or as many as the argument says, from launch until the ledger has the
 * last outcome; servers, worker and a mail server that takes everything on this machine. `npm run bench
 * -- send`; figures as JSON last. What the mail server has is compared with the ledger.
 */

const people = Number(process.env.SAPHAN_BENCH_ARGS ?? 200_000);

const rounded = (value: number): number => Math.round(value * 10) / 10;

async function main(): Promise<void> {
  const sink = await Sink.start();
  const shop = await Shop.open(people);
  const rates: number[] = [];
  const figures: Record<string, unknown> = { people };
  for (let round = 0; round < Number(process.env.BENCH_ROUNDS ?? 3); round += 1) {
    const before = { cpu: await cpuOf(await programs()), sink: await sink.taken() };
    const launched = performance.now();
    const campaign = await shop.launch();
    await shop.until(
      `SELECT 1 FROM delivery WHERE mailing_id = (SELECT id FROM mailing WHERE campaign_id = ?) AND state = 'accepted' LIMIT 1`,
      campaign,
    );
    const first = performance.now();
    const open = `SELECT 1 FROM delivery WHERE mailing_id = (SELECT id FROM mailing WHERE campaign_id = ?)
      AND state IN ('planned', 'claimed', 'sending', 'deferred', 'uncertain') LIMIT 1`;
    while (await shop.number(open, [campaign])) await sleep(50);
    const done = performance.now();
    const after = { cpu: await cpuOf(await programs()), sink: await sink.taken() };
    const accepted = await shop.number(
      `SELECT COUNT(*) FROM delivery WHERE campaign_id = ? AND state = 'accepted'`,
      [campaign],
    );
    const sent = after.sink.accepted - before.sink.accepted;
    if (accepted !== people || sent !== people)
      throw new Error(`${people} people, ${accepted} accepted in the ledger, ${sent} in the sink.`);
    rates.push(people / ((done - launched) / 1000));
    const us: Record<string, number> = {};
    for (const [name, used] of after.cpu)
      us[name] = rounded((used - (before.cpu.get(name) ?? 0)) / people);
    const cpu = (taken: Taken) => taken.cpu.user + taken.cpu.system;
    us.sink = rounded((cpu(after.sink) - cpu(before.sink)) / people);
    console.log(
      `  round ${round + 1}: ${Math.round(rates.at(-1)!)} a second in all, first after ${Math.round(first - launched)} ms; µs a message:`,
      us,
    );
    Object.assign(figures, { us });
  }
  rates.sort((a, b) => a - b);
  figures.unsigned_per_s = Math.round(rates[Math.floor(rates.length / 2)]!);
  await shop.close();
  sink.stop();
  console.log(JSON.stringify(figures, null, 2));
}

await main();
