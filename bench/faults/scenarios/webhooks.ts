import { createHmac } from 'node:crypto';
import { systemClock } from '#libs/kernel';
import type { Fault } from '../fault.js';
import type { Stage } from '../stage.js';

/** People of whom the provider tells. */
const told = 60;

const event = (messageId: string, what: object) => ({
  timestamp: systemClock.now().getTime() / 1000 - 1,
  message: { headers: { 'message-id': messageId } },
  recipient: 'x@example.test',
  ...what,
});

const hard = {
  event: 'failed',
  severity: 'permanent',
  reason: 'bounce',
  'delivery-status': { code: 550, 'enhanced-code': '5.1.1', message: 'no such user' },
};
const soft = {
  event: 'failed',
  severity: 'permanent',
  reason: 'generic',
  'delivery-status': { code: 552, message: 'mailbox full' },
};
/** The same news in several orders, some of it more than once. */
const orders = [
  [hard, soft, hard],
  [soft, hard, hard],
  [hard, hard, soft, soft],
];

/** Tells it as Mailgun does, or as somebody would who has not its key. @returns the HTTP status */
async function tell({ host }: Stage, data: object, key: string): Promise<number> {
  const timestamp = String(Math.floor(systemClock.now().getTime() / 1000));
  const token = 'a'.repeat(50);
  const signature = createHmac('sha256', key).update(`${timestamp}${token}`).digest('hex');
  const answer = await fetch(`${host.settings.SAPHAN_API_URL}/v1/webhooks/mailgun`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ signature: { timestamp, token, signature }, 'event-data': data }),
  });
  await answer.arrayBuffer();
  return answer.status;
}

export const webhooks: Fault = {
  name: 'webhooks',
  promise:
    'Events of a provider come twice, in any order, and forged: each counts once, forged ones are answered 401 and change nothing.',
  async run(stage) {
    const { host, ledger } = stage;
    const run = await stage.launch();
    stage.work();
    await stage.untilDone(run);
    const messages = (await ledger.deliveries(run.campaigns)).slice(0, 2 * told);
    const key = host.settings.MAILGUN_WEBHOOK_KEY!;
    const answers = { right: 0, forged: 0 };
    for (const [at, { messageId }] of messages.entries()) {
      // Of one half the provider tells, of the other only a forger.
      if (at % 2 === 0)
        for (const what of orders[at % orders.length]!)
          answers.right += (await tell(stage, event(messageId, what), key)) === 200 ? 0 : 1;
      else answers.forged += (await tell(stage, event(messageId, hard), 'x')) === 401 ? 0 : 1;
    }
    const suppressed = await ledger.number(`SELECT COUNT(*) FROM suppression`);
    const bounced = await ledger.rows<{ n: string }>(
      `SELECT COUNT(*) AS n FROM bounce WHERE class = 'hard' AND delivery_id IN
         (SELECT id FROM delivery WHERE campaign_id IN (?)) GROUP BY delivery_id`,
      [run.campaigns],
    );
    const twice = bounced.filter(({ n }) => Number(n) !== 1).length;
    return stage.judge(
      run,
      {},
      {
        figures: { told, suppressed, bounced: bounced.length },
        broken: [
          answers.right > 0 && `${answers.right} events were refused`,
          answers.forged > 0 && `${answers.forged} forged events were not answered 401`,
          suppressed !== told && `${suppressed} suppressed in place of ${told}`,
          (bounced.length !== told || twice > 0) && `${bounced.length} bounced, ${twice} twice`,
        ],
      },
    );
  },
};
