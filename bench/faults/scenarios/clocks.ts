import type { Fault } from '../fault.js';

const hourMs = 3_600_000;
const program = 'bench/faults/skewed-worker.js';

export const clocks: Fault = {
  name: 'clocks',
  promise:
    'Workers whose clocks are an hour wrong, and jump: every campaign starts once, everybody gets one.',
  async run(stage) {
    const run = await stage.launch(2);
    stage.work(program, { SKEW_MS: String(hourMs), JUMP_MS: '1500' });
    stage.work(program, { SKEW_MS: String(-hourMs) });
    await stage.untilSent(run, 0.2);
    // Whoever is an hour behind alone would start nothing yet.
    stage.work();
    await stage.untilDone(run);
    const started = await stage.ledger.number(
      'SELECT COUNT(*) FROM campaign_run WHERE campaign_id IN (?)',
      [run.campaigns],
    );
    return stage.judge(
      run,
      {},
      {
        figures: { started },
        broken: [started !== 2 && `${started} starts of two campaigns`],
      },
    );
  },
};
