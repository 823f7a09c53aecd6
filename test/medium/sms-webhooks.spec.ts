import { createHmac } from 'node:crypto';
import { TrackingTokens } from '#libs/messaging';
import type { Answer } from '../support/client.js';
import { publicUrl } from '../support/env.js';
import { SentSms, type SmsLine } from '../support/sms/world.js';
import { addContacts, startWorld, type World } from '../support/world.js';

const authToken = 'the-auth-token-of-twilio';
const twilioLogin = `AC0123456789abcdef0123456789abcdef:${authToken}`;
const smsInboundToken = 'a-token-of-the-gateway';

let world: World;
let tokens: TrackingTokens;
let sent: SentSms;

beforeAll(async () => {
  world = await startWorld({ twilioLogin, smsInboundToken });
  await addContacts(world, 60);
  await world.work();
  tokens = world.api.app.get(TrackingTokens, { strict: false });
  sent = await SentSms.send(world);
});
afterAll(() => world.close());

type Sent = Promise<Answer<{ taken?: number; code?: string; errors?: { place: string }[] }>>;
type Form = Record<string, string>;

/** One who tells: of receipts and of messages, in ways that are right and in ways that are forged. */
interface Teller {
  delivered(line: SmsLine): Sent;
  gone(line: SmsLine): Sent;
  away(line: SmsLine): Sent;
  foreign(line: SmsLine): Sent;
  writes(from: string, text: string, id: string): Sent;
  forge(line: SmsLine): Record<string, () => Sent>;
}

const sealOf = ({ id }: SmsLine) => tokens.messageId(id).split('@')[0]!;

/** As Twilio's documentation has it: the address, then each field with its value, sorted. */
function signed(url: string, form: Form, key = authToken): string {
  const fields = Object.keys(form).sort().map((name) => name + form[name]); // prettier-ignore
  return createHmac('sha1', key).update(url + fields.join('')).digest('base64'); // prettier-ignore
}

function twilioPost(path: string, form: Form, signature = signed(publicUrl + path, form)): Sent {
  return world.api.anonymous.post(path, new URLSearchParams(form).toString(), {
    'content-type': 'application/x-www-form-urlencoded',
    'x-twilio-signature': signature,
  });
}

const statusPath = (seal: string) => `/v1/webhooks/twilio/status/${seal}`;

function status(line: SmsLine, MessageStatus: string, ErrorCode?: string): [string, Form] {
  const sid = `SM${line.id.padStart(32, '0')}`;
  const form = { MessageSid: sid, MessageStatus, To: line.phone, From: 'SHOP1' };
  return [statusPath(sealOf(line)), { ...form, ...(ErrorCode && { ErrorCode }) }];
}

const twilio: Teller = {
  delivered: (line) => twilioPost(...status(line, 'delivered')),
  gone: (line) => twilioPost(...status(line, 'undelivered', '30005')),
  away: (line) => twilioPost(...status(line, 'undelivered', '30003')),
  foreign: (line) =>
    twilioPost(statusPath('0'.repeat(32)), status(line, 'undelivered', '30005')[1]),
  writes: (From, Body, MessageSid) =>
    twilioPost('/v1/webhooks/twilio/inbound', { MessageSid, From, To: '+66912345678', Body }),
  forge: (line) => {
    const [path, form] = status(line, 'undelivered', '30005');
    const right = signed(publicUrl + path, form);
    const stop = { MessageSid: 'SMx', From: line.phone, To: '', Body: 'STOP' };
    return {
      'no signature': () => twilioPost(path, form, ''),
      'another key': () => twilioPost(path, form, signed(publicUrl + path, form, 'other')),
      'another address': () => twilioPost(path, form, signed(`https://evil.test${path}`, form)),
      'a changed field': () => twilioPost(path, { ...form, ErrorCode: '30006' }, right),
      'a field more': () => twilioPost(path, { ...form, X: '1' }, right),
      'another message': () => twilioPost(statusPath('1'.repeat(32)), form, right),
      'a message': () => twilioPost('/v1/webhooks/twilio/inbound', stop, right),
    };
  },
};

const gatewayPost = (path: string, body: object, token = smsInboundToken): Sent =>
  world.api.anonymous.post(`/v1/webhooks/sms/${path}`, body, { authorization: `Bearer ${token}` });

const gateway: Teller = {
  delivered: (line) =>
    gatewayPost('receipts', { id: tokens.messageId(line.id), state: 'delivered' }),
  gone: (line) =>
    gatewayPost('receipts', {
      id: tokens.messageId(line.id),
      state: 'undelivered',
      reason: 'no_such_number',
    }),
  away: (line) =>
    gatewayPost('receipts', {
      id: tokens.messageId(line.id),
      state: 'undelivered',
      reason: 'unreachable',
      code: 27,
    }),
  foreign: () => gatewayPost('receipts', { id: `${'0'.repeat(32)}@x`, state: 'undelivered' }),
  writes: (from, text, id) => gatewayPost('inbound', { id, from, to: '48999', text }),
  forge: (line) => {
    const receipt = {
      id: tokens.messageId(line.id),
      state: 'undelivered',
      reason: 'no_such_number',
    };
    const stop = { id: '1', from: line.phone, text: 'STOP' };
    return {
      'another token': () => gatewayPost('receipts', receipt, 'another-token-of-somebody'),
      'no token': () => world.api.anonymous.post('/v1/webhooks/sms/receipts', receipt),
      'a message': () => gatewayPost('inbound', stop, 'another-token-of-somebody'),
    };
  },
};

describe.each([
  ['Twilio', twilio],
  ['a gateway', gateway],
])('what %s tells', (_, teller) => {
  it('that it was delivered stands with the delivery', async () => {
    const line = await sent.another();
    expect((await teller.delivered(line)).status).toBeLessThan(300);
    expect(await sent.now(line)).toMatchObject({ receipt: 'delivered', bounce: null });
  });

  it('a number that nobody has is suppressed, once', async () => {
    const line = await sent.another();
    await teller.gone(line);
    const once = await sent.traces(line);
    await teller.gone(line);
    expect(await sent.traces(line)).toEqual(once);
    expect(await sent.now(line)).toMatchObject({ receipt: 'undelivered', bounce: 'hard' });
    expect(await sent.suppressionOf(line)).toBe('hard_bounce');
  });

  it('a telephone that was off suppresses nobody', async () => {
    const line = await sent.another();
    await teller.away(line);
    expect(await sent.now(line)).toMatchObject({ receipt: 'undelivered', bounce: 'soft' });
    expect(await sent.suppressionOf(line)).toBeUndefined();
  });

  it('about a message that we did not send concerns nobody', async () => {
    const line = await sent.another();
    const before = await sent.traces(line);
    expect((await teller.foreign(line)).status).toBeLessThan(300);
    expect(await sent.traces(line)).toEqual(before);
    expect(await sent.suppressionOf(line)).toBeUndefined();
  });

  it('whoever forges it changes nothing', async () => {
    const line = await sent.another();
    const before = await sent.traces(line);
    for (const [how, send] of Object.entries(teller.forge(line)))
      expect([how, (await send()).status]).toEqual([how, 401]);
    expect(await sent.traces(line)).toEqual(before);
    expect(await sent.suppressionOf(line)).toBeUndefined();
    expect(await sent.agrees(line.contactId)).toBe(true);
  });

  it('an answer is kept once', async () => {
    const line = await sent.another();
    const write = () => teller.writes(line.phone, 'สวัสดีค่ะ ขอบคุณนะคะ', `one-${line.id}`);
    await write();
    await write();
    expect(await sent.repliesOf(line)).toEqual(['สวัสดีค่ะ ขอบคุณนะคะ']);
    expect(await sent.agrees(line.contactId)).toBe(true);
  });

  it.each(['STOP', 'ยกเลิก'])('%s withdraws', async (text) => {
    const line = await sent.another();
    await teller.writes(line.phone, text, `stop-${line.id}`);
    expect(await sent.agrees(line.contactId)).toBe(false);
  });

  it('says nothing where it is not set up', async () => {
    const { env } = world.api;
    const before = { twilioLogin: env.twilioLogin, smsInboundToken: env.smsInboundToken };
    Object.assign(env, { twilioLogin: null, smsInboundToken: null });
    const line = await sent.another();
    const answers = [await teller.gone(line), await teller.writes(line.phone, 'STOP', 'x')];
    Object.assign(env, before);
    for (const answer of answers)
      expect(answer).toMatchObject({ status: 404, body: { code: 'webhook.off' } });
  });
});

it('Twilio’s own word for leaving is one, whatever the person wrote', async () => {
  const line = await sent.another();
  const form = { MessageSid: 'SM1', From: line.phone, To: '1', Body: 'พอแล้ว', OptOutType: 'STOP' };
  expect(await twilioPost('/v1/webhooks/twilio/inbound', form)).toMatchObject({ status: 204 });
  expect(await sent.agrees(line.contactId)).toBe(false);
});

it.each(['99999999', '65536', '-1', '30003.5', 'x'])(
  'what Twilio tells is taken also with %s for a code',
  async (code) => {
    const line = await sent.another();
    expect(await twilioPost(...status(line, 'undelivered', code))).toMatchObject({ status: 204 });
    expect(await sent.now(line)).toMatchObject({ receipt: 'undelivered', bounce: 'unknown' });
  },
);

it('numbers that nobody has can be taken back, as addresses of mail can', async () => {
  const line = await sent.another();
  await gateway.gone(line);
  const path = `/v1/campaigns/${sent.campaignId}/suppressions`;
  const { body } = await world.marketer.get<{ items: { id: string }[] }>(`${path}?limit=200`);
  expect(body.items.map(({ id }) => id)).toContain(line.id);
  const lift = async () =>
    (await world.admin.post<{ lifted: number }>(`${path}/lift`, { reason: 'its switch' })).body;
  expect(await lift()).toEqual({ lifted: body.items.length });
  expect(await sent.suppressionOf(line)).toBeUndefined();
  expect(await lift()).toEqual({ lifted: 0 });
});

it('a gateway may name a message by its own id and number', async () => {
  const line = await sent.another();
  const [row] = await world.database.query<{ id: string }>(
    'SELECT provider_id AS id FROM delivery WHERE id = ?',
    [line.id],
  );
  const told = { gatewayId: row!.id, to: line.phone, state: 'delivered' };
  expect((await gatewayPost('receipts', told)).body).toEqual({ taken: 1 });
  expect(await sent.now(line)).toMatchObject({ receipt: 'delivered' });
});

it.each([
  ['receipts', { state: 'lost', id: '1' }, '/state'],
  ['receipts', { state: 'delivered' }, '/id'],
  ['receipts', { state: 'undelivered', id: '1', reason: 'bad luck' }, '/reason'],
  ['inbound', { id: '1', from: '+66812345678' }, '/text'],
  ['inbound', { from: '+66812345678', text: 'x' }, '/id'],
])('what a gateway tells wrongly is refused with its place: %s %j', async (path, body, place) => {
  const answer = await gatewayPost(path, body);
  expect(answer).toMatchObject({ status: 400, body: { code: 'webhook.invalid' } });
  expect(answer.body.errors?.[0]?.place).toBe(place);
});

it('a worker does not start with a gateway that is described wrongly, and says where', async () => {
  await expect(world.work({ smsGatewayShape: '{"fields":{"to":"{to}"}}' })).rejects.toThrow(
    'SMS_GATEWAY_SHAPE /fields must hold {text}',
  );
});

it('what people wrote is forgotten with them', async () => {
  const line = await sent.another();
  await gateway.writes(line.phone, 'Remember me?', `forget-${line.id}`);
  await gateway.delivered(line);
  const { status: answer } = await world.admin.delete(`/v1/contacts/${line.contactId}`);
  expect(answer).toBeLessThan(300);
  expect(await sent.repliesOf(line)).toEqual([]);
  const parts = 'SELECT 1 FROM sms_part WHERE delivery_id = ?';
  expect(await world.database.query(parts, [line.id])).toEqual([]);
});
