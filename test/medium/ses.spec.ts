import { createPublicKey, type KeyObject } from 'node:crypto';
import { checkDkim } from '../support/check-dkim.js';
import { sesKey, SesServer, type SesMessage } from '../support/transports/ses-server.js';
import {
  addContacts,
  draftCampaign,
  launch,
  progressOf,
  startWorld,
  untilState,
  type World,
} from '../support/world.js';

const people = 30;

describe('campaigns that leave by the API of SES', () => {
  let ses: SesServer;
  let world: World;
  let open: KeyObject;

  beforeAll(async () => {
    ses = await SesServer.start();
    world = await startWorld({ mailTransport: 'ses', ses: { ...sesKey, endpoint: ses.url } });
    await addContacts(world, people);
    open = await signingKey(world);
    await world.work();
  });

  beforeEach(() => {
    ses.taken.length = 0;
    ses.fault = () => undefined;
  });

  afterAll(async () => {
    await world.close();
    ses.stop();
  });

  const run = async (): Promise<string> => {
    const id = await draftCampaign(world);
    await launch(world, id);
    await untilState(world, id, 'done');
    return id;
  };
  const copiesOf = (address: string) => ses.taken.filter(({ to }) => to[0] === address).length;

  it('reach everybody once, with their way out and where bounces go', async () => {
    const id = await run();
    expect((await progressOf(world, id)).counts).toEqual({ accepted: people });
    expect(new Set(ses.taken.flatMap(({ to }) => to)).size).toBe(people);
    expect(ses.taken).toHaveLength(people);
    expect(new Set(ses.taken.map(({ feedbackTo }) => feedbackTo)).size).toBe(people);
    for (const { feedbackTo, mime } of ses.taken) {
      expect(feedbackTo).toMatch(/^b-[a-z2-7]+@saphan\.test$/);
      expect(mime.toString()).toMatch(/^List-Unsubscribe-Post: List-Unsubscribe=One-Click\r$/m);
    }
    expect(ses.opened).toBeLessThanOrEqual(world.api.env.sendConnections);
  });

  it('bear a signature that holds when SES has put in its own Message-ID and Date', async () => {
    await run();
    expect(ses.taken).toHaveLength(people);
    const relayed = ses.taken.map(asRelayed);
    expect(new Set(relayed.map((mime) => checkDkim(mime, open, 0)))).toEqual(new Set(['pass']));
    // The rest stays signed.
    const bent = Buffer.from(relayed[0]!.toString('latin1').replace(/^List-Unsubscribe: <h/m, 'List-Unsubscribe: <x'), 'latin1'); // prettier-ignore
    expect(checkDkim(bent, open, 0)).toBe('signature');
  });

  it('of which the answer is lost are uncertain and listed, those of which half came are not', async () => {
    const once = new Set<string>();
    ses.fault = (to) => {
      if (to === 'c3@example.test') return { do: 'half-answer' };
      if (to !== 'c5@example.test' || once.has(to)) return undefined;
      once.add(to);
      return { do: 'drop-after' };
    };
    const id = await run();
    const { body } = await world.marketer.get<{ items: object[] }>(
      `/v1/campaigns/${id}/deliveries?uncertain=true`,
    );
    expect(body.items).toHaveLength(1);
    expect([copiesOf('c5@example.test'), copiesOf('c3@example.test')]).toEqual([2, 1]);
    expect(ses.taken).toHaveLength(people + 1);
  });

  it('wait while the account is paused, and all go when it is not', async () => {
    ses.fault = (to) =>
      to ? { do: 'refuse', status: 400, name: 'SendingPausedException' } : undefined;
    setTimeout(() => (ses.fault = () => undefined), 1500);
    const id = await run();
    expect((await progressOf(world, id)).counts).toEqual({ accepted: people });
    expect(ses.taken).toHaveLength(people);
  });
});

/** Makes an active key for the domain of the senders. @returns its public half */
async function signingKey({ marketer }: World): Promise<KeyObject> {
  const { body } = await marketer.post<{ id: string; record: { value: string } }>('/v1/dkim-keys', {
    domain: 'shop.example.test',
  });
  await marketer.post(`/v1/dkim-keys/${body.id}/activate`, { look: false });
  const der = Buffer.from(/p=(.*)$/.exec(body.record.value)![1]!, 'base64');
  return createPublicKey({ key: der, format: 'der', type: 'spki' });
}

/** As SES passes a message on: with a Message-ID and a Date of its own. */
function asRelayed({ mime }: SesMessage): Buffer {
  return Buffer.from(
    mime
      .toString('latin1')
      .replace(/^Message-ID: .*$/m, 'Message-ID: <0100-1@ap-southeast-1.amazonses.com>')
      .replace(/^Date: .*$/m, 'Date: Tue, 24 Nov 2026 10:00:00 +0000'),
    'latin1',
  );
}
