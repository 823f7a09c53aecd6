import { Random } from '../../tools/sample/generator/random.js';
import { shapes, type Shape } from './shapes.js';
import { median, quantile, rounded, seconds, timed, type Bench } from './stack.js';

const ruleOf = ({ where }: Pick<Shape, 'where'>) => ({ rule: { version: 1, where } });

/** The shapes' exact counts over the API, each the median of three. */
export async function countShapes(
  { api }: Bench,
  names: readonly string[],
): Promise<Record<string, { count: number; count_s: number }>> {
  const found: Record<string, { count: number; count_s: number }> = {};
  for (const name of names) {
    const times: number[] = [];
    let count = 0;
    for (let round = 0; round < 3; round += 1) {
      const ask = async () => {
        ({ count } = await api.post<{ count: number }>(
          '/v1/segments/preview',
          ruleOf(shapes[name]!),
        ));
      };
      times.push(await timed(ask));
    }
    found[name] = { count, count_s: seconds(median(times)) };
    console.log(`  ${name} ${shapes[name]!.says}: ${count} in ${found[name].count_s} s`);
  }
  return found;
}

/** A rule as it looks while a marketer edits: one to four of the shapes, or their opposites. */
function edited(random: Random): Pick<Shape, 'where'> {
  const all = Object.values(shapes);
  const of = Array.from({ length: random.between(1, 4) }, () => {
    const { where } = all[random.between(0, all.length - 1)]!;
    return random.chance(0.25) ? { kind: 'not', of: where } : where;
  });
  return { where: { kind: random.chance(0.7) ? 'all' : 'any', of } };
}

/** First estimates of a hundred rules, milliseconds. */
export async function estimate({ api }: Bench): Promise<{ p50: number; p95: number }> {
  const random = new Random('rules being edited');
  const times: number[] = [];
  for (let i = 0; i < 110; i += 1) {
    const rule = ruleOf(edited(random));
    const time = await timed(() => api.post('/v1/segments/estimate', rule));
    if (i >= 10) times.push(time);
  }
  return { p50: rounded(quantile(times, 0.5)), p95: rounded(quantile(times, 0.95)) };
}
