import { sendBare } from './send/bare.js';
import { clicks } from './send/clicks.js';
import { intentsAfterPause } from './send/pausing.js';
import { planMillion } from './send/planning.js';
import { sendRound, type Round } from './send/round.js';
import { Shop } from './send/shop.js';
import { Sink } from './send/sink.js';
import { transactional } from './send/transactional.js';

/*
 * The delivery engine: campaigns to 200,000 people, or as many as the argument says, from launch until
 * the ledger has the last outcome; servers, worker and a mail server that takes everything on this
 * machine. `npm run bench -- send`; figures as JSON last. What the mail server has is compared with the
 * ledger. Memory, and mails that cannot wait, are measured beside a million. MAIL_TRANSPORT=nodemailer
 * measures that one, BENCH_PARTS some of the parts alone, BENCH_ROUNDS how often whole campaigns are sent.
 */

const people = Number(process.env.SAPHAN_BENCH_ARGS ?? 200_000);
const rounds = Number(process.env.BENCH_ROUNDS ?? 3);
const parts = process.env.BENCH_PARTS?.split(',');
const byNodemailer = process.env.MAIL_TRANSPORT === 'nodemailer';

const million = 1_000_000;

const figures: Record<string, unknown> = { people };

async function part(name: string, work: () => Promise<object>): Promise<void> {
  if (parts && !parts.includes(name)) return;
  const found = await work();
  console.log(`  ${name}:`, found);
  Object.assign(figures, found);
}

/** The round in the middle of all. */
async function middle(shop: Shop, sink: Sink, times: number): Promise<Round> {
  const all: Round[] = [];
  for (let n = 0; n < times; n += 1) {
    all.push(await sendRound(shop, sink, people));
    console.log(`  round ${n + 1}:`, all.at(-1));
  }
  all.sort((a, b) => a.perSecond - b.perSecond);
  return all[Math.floor(all.length / 2)]!;
}

async function main(): Promise<void> {
  const sink = await Sink.start();
  const shop = await Shop.open(people);
  await part('whole', async () => {
    const { perSecond, us } = await middle(shop, sink, rounds);
    if (byNodemailer) return { nodemailer_per_s: perSecond, us };
    const bare = await sendBare(people / 4);
    return {
      unsigned_per_s: perSecond,
      bare_per_s: bare,
      unsigned_vs_bare: Math.round((100 * perSecond) / bare) / 100,
      worker_us: us.worker,
      db_us: us.mariadbd,
    };
  });
  await part('pause', async () => ({ intents_after_pause: await intentsAfterPause(shop) }));
  await part('clicks', async () => ({ clicks_per_s: await clicks(shop) }));
  await part('signed', async () => {
    const { id } = await shop.api.post<{ id: string }>('/v1/dkim-keys', {
      domain: 'outfitters.example.test',
    });
    await shop.api.post(`/v1/dkim-keys/${id}/activate`, { look: false });
    const { perSecond, us } = await middle(shop, sink, 1);
    return { dkim_per_s: perSecond, dkim_us: us.worker };
  });
  await part('million', async () => {
    await shop.grow(million);
    const { perSecond, peakMb, growthMb } = await sendRound(shop, sink, million);
    return { million_per_s: perSecond, worker_peak_mb: peakMb, worker_growth_mb: growthMb };
  });
  await part('transactional', async () => {
    const { p50, p99 } = await transactional(shop);
    return { transactional_p50_ms: p50, transactional_p99_ms: p99 };
  });
  await part('planning', async () => ({ plan_1m_s: await planMillion(shop) }));
  await shop.close();
  sink.stop();
  console.log(JSON.stringify(figures, null, 2));
}

await main();
