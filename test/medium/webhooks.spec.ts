import { createHmac, createSign, generateKeyPairSync, sign } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { SuppressionService } from '#libs/contacts';
import { TrackingTokens } from '#libs/messaging';
import { SNS_CLIENT, type SnsClient } from '#libs/responses';
import type { Answer } from '../support/client.js';
import {
  addContacts,
  draftCampaign,
  launch,
  startWorld,
  untilState,
  type World,
} from '../support/world.js';

const topic = 'arn:aws:sns:ap-southeast-1:123456789012:ses-events';
const certificateUrl =
  'https://sns.ap-southeast-1.amazonaws.com/SimpleNotificationService-0123456789abcdef0123456789abcdef.pem';
const postmarkLogin = 'postmark:a long password of ours'.replaceAll(' ', '-');
const mailgunKey = 'the-signing-key-of-mailgun';
const sendgrid = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });

interface Line {
  id: string;
  contactId: string;
  state: string;
  bounce: string | null;
}

let world: World;
let tokens: TrackingTokens;
let lines: Line[];
let campaignId: string;
let next = 0;
let snsKey: string;
/** What was asked of SNS. */
const asked: string[] = [];

beforeAll(async () => {
  world = await startWorld({
    sesTopicArn: topic,
    sendgridKey: sendgrid.publicKey.export({ format: 'der', type: 'spki' }).toString('base64'),
    postmarkLogin,
    mailgunKey,
  });
  await addContacts(world, 50);
  await world.work();
  tokens = world.api.app.get(TrackingTokens, { strict: false });
  const pem = await readFile('test/fixtures/sns/cert.pem', 'utf8');
  snsKey = await readFile('test/fixtures/sns/key.pem', 'utf8');
  const local: SnsClient = {
    certificate: async (url) => {
      asked.push(url);
      return pem;
    },
    confirm: async (url) => void asked.push(url),
  };
  Object.assign(world.api.app.get<SnsClient>(SNS_CLIENT, { strict: false }), local);
  campaignId = await draftCampaign(world);
  await launch(world, campaignId);
  await untilState(world, campaignId, 'done');
  lines = await ledger();
});

afterAll(() => world.close());
beforeEach(() => void asked.splice(0));

const ledger = async (): Promise<Line[]> =>
  (await world.marketer.get<{ items: Line[] }>(`/v1/campaigns/${campaignId}/deliveries?limit=200`))
    .body.items;
const another = (): Line => lines[next++]!;
const stateOf = async ({ id }: Line) => (await ledger()).find((line) => line.id === id)!;

async function suppressionOf({ contactId }: Line): Promise<string | undefined> {
  const { body } = await world.marketer.get<{ email: string }>(`/v1/contacts/${contactId}`);
  return world.api.app.get(SuppressionService, { strict: false }).reasonOf('email', body.email);
}

/** Everything that events have left of a delivery. */
async function traces(line: Line): Promise<unknown> {
  const { database } = world;
  return {
    suppressed: await suppressionOf(line),
    responses: await database.query('SELECT kind FROM response WHERE delivery_id = ?', [line.id]),
    bounces: await database.query('SELECT class, rule FROM bounce WHERE delivery_id = ?', [
      line.id,
    ]),
  };
}

const nothing = { suppressed: undefined, responses: [], bounces: [] };
const messageId = ({ id }: Line) => `<${tokens.messageId(id)}>`;
const soon = () => Math.floor(Date.now() / 1000);
const anonymous = () => world.api.anonymous;

type Sent = Promise<Answer<{ taken?: number; code?: string }>>;

/** One provider: what it says of a delivery, and how it says it. */
interface Provider {
  name: string;
  hard: (line: Line) => object;
  soft: (line: Line) => object;
  complaint: (line: Line) => object;
  delivered: (line: Line) => object;
  /** Calls as the provider does. */
  send: (event: object) => Sent;
  /** Calls in ways in which only somebody else would. */
  forge: (event: object) => Record<string, () => Sent>;
}

const json = { 'content-type': 'application/json' };

/** What SNS signs, as its documentation has it. */
function sns(event: object, changes: Record<string, string> = {}, key = snsKey) {
  const message: Record<string, string> = {
    Type: 'Notification',
    MessageId: 'c1',
    TopicArn: topic,
    Message: JSON.stringify(event),
    Timestamp: '2026-11-02T03:00:00.000Z',
    SignatureVersion: '2',
    SigningCertURL: certificateUrl,
    ...changes,
  };
  const fields =
    message.Type === 'Notification'
      ? ['Message', 'MessageId', 'Subject', 'Timestamp', 'TopicArn', 'Type']
      : ['Message', 'MessageId', 'SubscribeURL', 'Timestamp', 'Token', 'TopicArn', 'Type'];
  const text = fields.flatMap((name) => (message[name] ? [`${name}\n${message[name]}\n`] : []));
  const algorithm = message.SignatureVersion === '1' ? 'RSA-SHA1' : 'RSA-SHA256';
  const signature = createSign(algorithm).update(text.join('')).sign(key, 'base64');
  return { ...message, Signature: signature };
}

const snsPost = (message: object): Sent =>
  anonymous().post('/v1/webhooks/ses', JSON.stringify(message), {
    'content-type': 'text/plain; charset=UTF-8',
  });

const sesMail = (line: Line) => ({
  messageId: '0100018-ses',
  source: 'news@shop.example.test',
  headers: [{ name: 'Message-ID', value: messageId(line) }],
});

const ses: Provider = {
  name: 'ses',
  hard: (line) => ({
    notificationType: 'Bounce',
    mail: sesMail(line),
    bounce: {
      bounceType: 'Permanent',
      bounceSubType: 'General',
      timestamp: '2026-11-02T03:00:01.000Z',
      bouncedRecipients: [
        {
          emailAddress: 'x@example.test',
          action: 'failed',
          status: '5.1.1',
          diagnosticCode: 'smtp; 550 5.1.1 user unknown',
        },
      ],
    },
  }),
  soft: (line) => ({
    eventType: 'Bounce',
    mail: { ...sesMail(line), headers: [], source: tokens.envelopeFrom(line.id) },
    bounce: {
      bounceType: 'Transient',
      bounceSubType: 'MailboxFull',
      bouncedRecipients: [{ emailAddress: 'x@example.test' }],
    },
  }),
  complaint: (line) => ({
    notificationType: 'Complaint',
    mail: sesMail(line),
    complaint: { complaintFeedbackType: 'abuse', timestamp: '2026-11-02T03:00:01.000Z' },
  }),
  delivered: (line) => ({ notificationType: 'Delivery', mail: sesMail(line), delivery: {} }),
  send: (event) => snsPost(sns(event)),
  forge: (event) => ({
    'a changed message': () => snsPost({ ...sns({}), Message: JSON.stringify(event) }),
    'another key': async () =>
      snsPost(sns(event, {}, await readFile('test/fixtures/sns/other-key.pem', 'utf8'))),
    'another topic': () =>
      snsPost(sns(event, { TopicArn: 'arn:aws:sns:ap-southeast-1:999999999999:ses-events' })),
    'no signature': () => snsPost({ ...sns(event), Signature: '' }),
    'an unknown version': () => snsPost({ ...sns(event), SignatureVersion: '3' }),
  }),
};

const sendgridPost = (body: string, timestamp = '1762052400', over = body): Sent =>
  anonymous().post('/v1/webhooks/sendgrid', body, {
    ...json,
    'x-twilio-email-event-webhook-timestamp': timestamp,
    'x-twilio-email-event-webhook-signature': sign(
      'sha256',
      Buffer.from(timestamp + over),
      sendgrid.privateKey,
    ).toString('base64'),
  });

const sendgridEvent = (line: Line, event: object) => [
  // A batch holds events that concern nobody, too.
  { event: 'open', timestamp: soon(), 'smtp-id': messageId(line) },
  { email: 'x@example.test', timestamp: soon(), 'smtp-id': messageId(line), ...event },
];

const sendgridProvider: Provider = {
  name: 'sendgrid',
  hard: (line) =>
    sendgridEvent(line, { event: 'bounce', type: 'bounce', status: '5.1.1', reason: '550 5.1.1 No such user' }), // prettier-ignore
  soft: (line) =>
    sendgridEvent(line, { event: 'bounce', type: 'blocked', status: '5.2.2', reason: '552 5.2.2 Mailbox full' }), // prettier-ignore
  complaint: (line) => sendgridEvent(line, { event: 'spamreport' }),
  delivered: (line) => sendgridEvent(line, { event: 'delivered' }),
  send: (event) => sendgridPost(JSON.stringify(event)),
  forge: (event) => {
    const body = JSON.stringify(event);
    return {
      'another body': () => sendgridPost(body, '1762052400', '[]'),
      'no signature': () => anonymous().post('/v1/webhooks/sendgrid', body, json),
      'no base64': () =>
        anonymous().post('/v1/webhooks/sendgrid', body, {
          ...json,
          'x-twilio-email-event-webhook-timestamp': '1',
          'x-twilio-email-event-webhook-signature': 'å',
        }),
    };
  },
};

const postmarkPost = (event: object, login?: string): Sent =>
  anonymous().post('/v1/webhooks/postmark', event, {
    ...json,
    ...(login === undefined
      ? {}
      : { authorization: `Basic ${Buffer.from(login).toString('base64')}` }),
  });

const postmarkEvent = (line: Line, event: object) => ({
  MessageID: '883953f4-6105-42a2-a16a-77a8eac79483',
  Metadata: { delivery: tokens.messageId(line.id) },
  Email: 'x@example.test',
  BouncedAt: '2026-11-02T03:00:01.000Z',
  ...event,
});

const postmark: Provider = {
  name: 'postmark',
  hard: (line) =>
    postmarkEvent(line, { RecordType: 'Bounce', Type: 'HardBounce', Details: 'smtp;550 5.1.1 unknown user' }), // prettier-ignore
  soft: (line) =>
    postmarkEvent(line, { RecordType: 'Bounce', Type: 'SoftBounce', Details: 'smtp;552 5.2.2 over quota' }), // prettier-ignore
  complaint: (line) => postmarkEvent(line, { RecordType: 'SpamComplaint', Type: 'SpamComplaint' }),
  delivered: (line) => postmarkEvent(line, { RecordType: 'Delivery' }),
  send: (event) => postmarkPost(event, postmarkLogin),
  forge: (event) => ({
    'no password': () => postmarkPost(event),
    'a wrong password': () => postmarkPost(event, `${postmarkLogin}x`),
    'no user': () => postmarkPost(event, ''),
  }),
};

function mailgunPost(event: object, timestamp = soon(), key = mailgunKey): Sent {
  const token = 'a'.repeat(50);
  const signature = createHmac('sha256', key).update(`${timestamp}${token}`).digest('hex');
  return anonymous().post('/v1/webhooks/mailgun', {
    signature: { timestamp: String(timestamp), token, signature },
    'event-data': event,
  });
}

const mailgunEvent = (line: Line, event: object) => ({
  timestamp: soon() - 0.5,
  message: { headers: { 'message-id': tokens.messageId(line.id) } },
  recipient: 'x@example.test',
  ...event,
});

const mailgun: Provider = {
  name: 'mailgun',
  hard: (line) =>
    mailgunEvent(line, {
      event: 'failed',
      severity: 'permanent',
      reason: 'bounce',
      'delivery-status': { code: 550, 'enhanced-code': '5.1.1', message: 'no such user' },
    }),
  soft: (line) =>
    mailgunEvent(line, {
      event: 'failed',
      severity: 'permanent',
      reason: 'generic',
      'delivery-status': { code: 552, message: 'mailbox full' },
    }),
  complaint: (line) => mailgunEvent(line, { event: 'complained' }),
  delivered: (line) => mailgunEvent(line, { event: 'delivered' }),
  send: (event) => mailgunPost(event),
  forge: (event) => ({
    'another key': () => mailgunPost(event, soon(), 'x'),
    'nine hours ago': () => mailgunPost(event, soon() - 9 * 3600),
    'an hour ahead': () => mailgunPost(event, soon() + 3600),
    'no time': () => mailgunPost(event, NaN),
    'no signature': () => anonymous().post('/v1/webhooks/mailgun', { 'event-data': event }),
  }),
};

const providers = [ses, sendgridProvider, postmark, mailgun];

describe.each(providers)('$name', (provider) => {
  it('a hard bounce suppresses at once, however often it is told', async () => {
    const line = another();
    for (let i = 0; i < 3; i++)
      expect(await provider.send(provider.hard(line))).toMatchObject({ status: 200, body: { taken: 1 } }); // prettier-ignore
    await Promise.all([1, 2, 3].map(() => provider.send(provider.hard(line))));
    expect(await traces(line)).toEqual({
      suppressed: 'hard_bounce',
      responses: [{ kind: 'bounce' }],
      bounces: [{ class: 'hard', rule: 'no_such_address' }],
    });
  });

  it('comes out the same in whichever order', async () => {
    const [one, other] = [another(), another()];
    const { soft, hard, complaint } = provider;
    for (const event of [soft, hard, complaint]) await provider.send(event(one));
    for (const event of [complaint, hard, soft, hard]) await provider.send(event(other));
    const [first, second] = await Promise.all([one, other].map(traces));
    const sorted = (trace: unknown) => JSON.stringify(trace).split(/[{}]/).sort();
    expect(sorted(first)).toEqual(sorted(second));
    expect(first).toMatchObject({ suppressed: 'complaint' });
  });

  it('a soft bounce does not suppress', async () => {
    const line = another();
    await provider.send(provider.soft(line));
    expect(await traces(line)).toMatchObject({
      suppressed: undefined,
      bounces: [{ class: 'soft', rule: 'mailbox_full' }],
    });
  });

  it('what arrived proves it of one of which nobody was certain', async () => {
    const line = another();
    await world.database.execute(
      `UPDATE delivery SET state = 'held', uncertain_at = NOW(3) WHERE id = ?`,
      [line.id],
    );
    await provider.send(provider.delivered(line));
    expect(await stateOf(line)).toMatchObject({ state: 'accepted', bounce: null });
  });

  it('whoever forges it changes nothing', async () => {
    const line = another();
    for (const [how, send] of Object.entries(provider.forge(provider.hard(line))))
      expect([how, (await send()).status]).toEqual([how, 401]);
    expect(await traces(line)).toEqual(nothing);
  });

  it('an event about a message that we did not send concerns nobody', async () => {
    const line = another();
    const text = JSON.stringify(provider.hard(line)).replaceAll(
      tokens.messageId(line.id),
      `${'0'.repeat(32)}@saphan.test`,
    );
    const answer = await provider.send(JSON.parse(text) as object);
    expect(answer).toMatchObject({ status: 200, body: { taken: 0 } });
    expect(await traces(line)).toEqual(nothing);
  });

  it('says nothing where it is not set up', async () => {
    const { env } = world.api;
    const names = ['sesTopicArn', 'sendgridKey', 'postmarkLogin', 'mailgunKey'] as const;
    const before = names.map((name) => env[name]);
    for (const name of names) env[name] = null;
    const answer = await provider.send(provider.hard(lines[0]!));
    names.forEach((name, i) => (env[name] = before[i]!));
    expect(answer).toMatchObject({ status: 404, body: { code: 'webhook.off' } });
  });
});

describe('SNS', () => {
  const subscribeUrl =
    'https://sns.ap-southeast-1.amazonaws.com/?Action=ConfirmSubscription&Token=2';
  const confirmation = (changes: Record<string, string> = {}) =>
    sns(
      {},
      { Type: 'SubscriptionConfirmation', Token: '2', SubscribeURL: subscribeUrl, ...changes },
    );

  it('is confirmed once it is signed, and at its own address alone', async () => {
    expect((await snsPost(confirmation())).status).toBe(200);
    expect(asked).toEqual([certificateUrl, subscribeUrl]);
    const evil = confirmation({ SubscribeURL: 'https://evil.example.test/?Action=x' });
    expect((await snsPost(evil)).status).toBe(401);
    expect(asked).not.toContain('https://evil.example.test/?Action=x');
  });

  it('signs with SHA-1 where the topic still does', async () => {
    const line = another();
    expect((await snsPost(sns(ses.hard(line), { SignatureVersion: '1' }))).status).toBe(200);
    expect(await suppressionOf(line)).toBe('hard_bounce');
  });

  it.each([
    'http://sns.ap-southeast-1.amazonaws.com/SimpleNotificationService-0.pem',
    'https://sns.ap-southeast-1.amazonaws.com.evil.test/SimpleNotificationService-0.pem',
    'https://evil.test/sns.ap-southeast-1.amazonaws.com/SimpleNotificationService-0.pem',
    'https://sns.ap-southeast-1.amazonaws.com@evil.test/SimpleNotificationService-0.pem',
    'https://sns.ap-southeast-1.amazonaws.com:8443/SimpleNotificationService-0.pem',
    'https://bucket.s3.amazonaws.com/SimpleNotificationService-0.pem',
    'https://sns.evil.amazonaws.com/SimpleNotificationService-0.pem',
    'https://sns.ap-southeast-1.amazonaws.com/other.pem',
    'https://169.254.169.254/SimpleNotificationService-0.pem',
    'file:///etc/passwd',
    'no address',
  ])('no certificate is fetched from %s', async (SigningCertURL) => {
    expect((await snsPost(sns(ses.hard(lines[0]!), { SigningCertURL }))).status).toBe(401);
    expect(asked).toEqual([]);
  });

  it('asks for another try while the certificate cannot be had', async () => {
    const client = world.api.app.get<SnsClient>(SNS_CLIENT, { strict: false });
    const certificate = client.certificate.bind(client);
    client.certificate = () => Promise.reject(new Error('no network'));
    const answer = await snsPost(sns(ses.hard(lines[0]!)));
    client.certificate = certificate;
    expect(answer).toMatchObject({ status: 503, body: { code: 'webhook.unverified' } });
  });

  it('takes what SES says in prose for what it is', async () => {
    const message = sns({}, { Message: 'Successfully validated SNS topic' });
    expect(await snsPost(message)).toMatchObject({ status: 200, body: { taken: 0 } });
  });
});

it('messages carry for Postmark what it tells them by', async () => {
  const [caught] = world.caught.list({ campaign: campaignId, limit: 1 }).messages;
  const text = (await world.caught.read(caught!.id))!.toString();
  const id = /^Message-ID: <(.+)>\r?$/im.exec(text)![1];
  expect(text).toMatch(new RegExp(`^X-PM-Metadata-delivery: *${id}\\r?$`, 'im'));
});
