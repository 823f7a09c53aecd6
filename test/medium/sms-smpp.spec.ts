import { setTimeout as sleep } from 'node:timers/promises';
import { SmsPartRepository } from '#libs/messaging';
import { addContacts, startWorld, type World } from '../support/world.js';
import { Smsc } from '../support/sms/smsc.js';
import { SentSms, type SmsLine } from '../support/sms/world.js';
import { until } from '../support/until.js';

let world: World;
let smsc: Smsc;
let sent: SentSms;

beforeAll(async () => {
  smsc = await Smsc.start();
  world = await startWorld({ smsTransport: 'smpp', smppUrl: smsc.url });
  await addContacts(world, 40);
  await world.work();
  sent = await SentSms.send(world);
});
afterAll(async () => {
  await world.close();
  await smsc.stop();
});

/** What the centre called the message. */
async function idOf(line: SmsLine): Promise<string> {
  const [row] = await world.database.query<{ id: string }>(
    'SELECT provider_id AS id FROM delivery WHERE id = ?',
    [line.id],
  );
  return row!.id;
}

const receipt = (line: SmsLine, id: string, stat: string, err = '000', more: object = {}) => ({
  source_addr: line.phone.slice(1),
  source_addr_ton: 1,
  source_addr_npi: 1,
  destination_addr: 'SHOP1',
  esm_class: 0x04,
  short_message: `id:${id} sub:001 dlvrd:000 submit date:2611241500 done date:2611241501 stat:${stat} err:${err} text:Sale today`,
  ...more,
});

const message = (from: string, text: string, more: object = {}) => ({
  source_addr: from.replace('+', ''),
  source_addr_ton: 1,
  destination_addr: '48999',
  ...(/[ก-๙]/.test(text) ? { data_coding: 8 } : { data_coding: 0 }),
  short_message: { message: text },
  ...more,
});

describe('receipts of a message centre', () => {
  it.each([
    ['as it was given', (id: string) => id],
    ['in other letters, without zeros', (id: string) => id.replace(/^0+/, '').toUpperCase()],
    ['in decimal', (id: string) => String(parseInt(id, 16))],
    ['in decimal with zeros', (id: string) => String(parseInt(id, 16)).padStart(10, '0')],
  ])('lead to the message by its id %s', async (_, spell) => {
    const line = await sent.another();
    const id = spell(await idOf(line));
    expect(await smsc.deliver(receipt(line, id, 'DELIVRD'))).toBe(0);
    expect(await sent.now(line)).toMatchObject({ receipt: 'delivered', bounce: null });
  });

  it('may come seconds before the answer that named the id is written down', async () => {
    const line = await sent.another();
    const id = await idOf(line);
    const { database } = world;
    await database.execute('DELETE FROM sms_part WHERE delivery_id = ?', [line.id]);
    const told = smsc.deliver(receipt(line, id, 'DELIVRD'));
    await sleep(2_500);
    await world.api.app.get(SmsPartRepository, { strict: false }).add(line.id, [id]);
    expect(await told).toBe(0);
    expect(await sent.now(line)).toMatchObject({ receipt: 'delivered' });
  });

  it('are read from their own fields, where there are such', async () => {
    const line = await sent.another();
    const more = {
      short_message: '',
      receipted_message_id: await idOf(line),
      message_state: 5,
      network_error_code: Buffer.from([3, 0, 1]),
    };
    expect(await smsc.deliver(receipt(line, '', '', '', more))).toBe(0);
    expect(await sent.now(line)).toMatchObject({ receipt: 'undelivered', bounce: 'hard' });
  });

  it('a number that nobody has is suppressed', async () => {
    const line = await sent.another();
    await smsc.deliver(receipt(line, await idOf(line), 'UNDELIV', '001'));
    expect(await sent.now(line)).toMatchObject({ receipt: 'undelivered', bounce: 'hard' });
    expect(await sent.suppressionOf(line)).toBe('hard_bounce');
  });

  it.each([
    ['EXPIRED', 'soft'],
    ['UNDELIV', 'unknown'],
    ['REJECTD', 'block'],
  ])('%s once suppresses nobody', async (stat, bounce) => {
    const line = await sent.another();
    await smsc.deliver(receipt(line, await idOf(line), stat, '27'));
    expect(await sent.now(line)).toMatchObject({ receipt: 'undelivered', bounce });
    expect(await sent.suppressionOf(line)).toBeUndefined();
  });

  it('told twice is told once, in whichever order', async () => {
    const told = async (stats: string[]) => {
      const line = await sent.another();
      const id = await idOf(line);
      for (const stat of stats) await smsc.deliver(receipt(line, id, stat));
      return JSON.stringify(await sent.traces(line)).replace(/"part_id":"\w+"/, '');
    };
    const one = await told(['EXPIRED', 'DELIVRD']);
    expect(await told(['DELIVRD', 'EXPIRED', 'EXPIRED', 'DELIVRD'])).toBe(one);
    expect(one).toContain('undelivered');
  });

  it('of somebody else’s number, or with an unknown id, change nothing', async () => {
    const [line, other] = [await sent.another(), await sent.another()];
    const before = await sent.traces(line);
    expect(await smsc.deliver(receipt(other, await idOf(line), 'UNDELIV', '001'))).toBe(0);
    expect(await smsc.deliver(receipt(line, 'ffffff', 'UNDELIV', '001'))).toBe(0);
    expect(await sent.traces(line)).toEqual(before);
    expect(await sent.suppressionOf(line)).toBeUndefined();
  });

  it('that it is still on its way is no news', async () => {
    const line = await sent.another();
    await smsc.deliver(receipt(line, await idOf(line), 'ENROUTE', '000', { esm_class: 0x20 }));
    expect(await sent.now(line)).toMatchObject({ receipt: null, bounce: null });
  });

  it('prove that one arrived of which nobody was certain', async () => {
    const line = await sent.another();
    const held = `UPDATE delivery SET state = 'held', uncertain_at = NOW(3) WHERE id = ?`;
    await world.database.execute(held, [line.id]);
    await smsc.deliver(receipt(line, await idOf(line), 'DELIVRD'));
    expect(await sent.now(line)).toMatchObject({ state: 'accepted' });
  });

  it('are asked for again when the database cannot take them', async () => {
    const line = await sent.another();
    const id = await idOf(line);
    await world.database.execute('RENAME TABLE sms_part TO sms_part_away');
    expect(await smsc.deliver(receipt(line, id, 'DELIVRD'))).toBe(0x64);
    await world.database.execute('RENAME TABLE sms_part_away TO sms_part');
    expect(await smsc.deliver(receipt(line, id, 'DELIVRD'))).toBe(0);
    expect(await sent.now(line)).toMatchObject({ receipt: 'delivered' });
  });
});

describe('messages that people send', () => {
  it('are kept as answers to what was last sent to them, in any alphabet', async () => {
    const line = await sent.another();
    await smsc.deliver(message(line.phone, 'เปิดกี่โมงคะ'));
    await smsc.deliver(message(line.phone, 'And on Sunday? [€]'));
    expect(await sent.repliesOf(line)).toEqual(['And on Sunday? [€]', 'เปิดกี่โมงคะ']);
    expect(await sent.agrees(line.contactId)).toBe(true);
  });

  it.each(['STOP', 'ยกเลิก', 'stop.', 'ขอยกเลิกค่ะ'])('%s withdraws', async (text) => {
    const line = await sent.another();
    await smsc.deliver(message(line.phone, text));
    expect(await sent.agrees(line.contactId)).toBe(false);
    expect(await sent.repliesOf(line)).toEqual([text]);
    expect(await sent.traces(line)).toMatchObject({
      responses: [{ kind: 'unsubscribe' }, { kind: 'reply' }],
    });
  });

  it('STOP withdraws for everybody who has the number', async () => {
    const line = await sent.another();
    const relative = await sent.addRelative(line.phone);
    await smsc.deliver(message(line.phone, 'STOP'));
    expect(await sent.agrees(relative)).toBe(false);
  });

  it('of a number that nobody has are kept, and STOP of it is remembered', async () => {
    await smsc.deliver(message('+66899999999', 'Who is this?'));
    await smsc.deliver(message('+66899999998', 'STOP'));
    expect((await sent.unread()).sort()).toEqual(['STOP', 'Who is this?']);
    expect(await sent.suppressionOf({ phone: '+66899999999' })).toBeUndefined();
    expect(await sent.suppressionOf({ phone: '+66899999998' })).toBe('manual');
  });

  it('in parts are kept part by part', async () => {
    const line = await sent.another();
    const part = (seq: number, text: string) =>
      message(line.phone, text, {
        esm_class: 0x40,
        short_message: { udh: Buffer.from([5, 0, 3, 9, 2, seq]), message: text },
      });
    await smsc.deliver(part(1, 'A long story, '));
    await smsc.deliver(part(2, 'and its end'));
    expect(await sent.repliesOf(line)).toEqual(['(2/2) and its end', '(1/2) A long story, ']);
  });

  it('are heard again after the connection broke', async () => {
    const line = await sent.another();
    const binds = smsc.binds.length;
    smsc.hangUp();
    await until(async () => smsc.binds.length > binds);
    await smsc.deliver(message(line.phone, 'Still there?'));
    expect(await sent.repliesOf(line)).toEqual(['Still there?']);
  });
});
