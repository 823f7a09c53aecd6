import { parse } from '../parse.js';
import { print } from '../print.js';
import { say } from '../say.js';
import type { Schema } from '../schema.js';

const schema: Schema = {
  timeZone: 'Asia/Bangkok',
  field: (name) =>
    name === 'birthDate' || name === 'seen'
      ? {
          name,
          kind: name === 'seen' ? 'datetime' : 'date',
          label: { en: 'birth date', th: 'วันเกิด' },
          place: { column: 'birth_date' },
        }
      : undefined,
  event: () => undefined,
  segment: () => undefined,
  list: (id) => (id === '5' ? 'Guests' : undefined),
  campaign: (id) => (id === '12' ? 'Spring' : undefined),
};

const message = (rest: object) => ({ kind: 'message', operator: 'did', what: 'opened', ...rest });
const last30 = { kind: 'last', span: { days: 30 } };
const reach = { kind: 'reach', operator: 'may', channel: 'sms', purpose: 'marketing' };
const onList = { kind: 'on_list', operator: 'on', list: '5' };
const chance = { kind: 'chance', salt: 'spring', from: 0, to: 10.5 };
const weekday = { kind: 'date', field: 'birthDate', operator: 'weekday_is', value: [7, 1, 7] };

describe('messages, belonging, reach and chance', () => {
  it.each([
    [message({}), 'who opened a message', 'เปิดอ่านข้อความ'],
    [
      message({ operator: 'did_not', what: 'sent', campaign: '12', window: last30 }),
      'who were not sent a message of the campaign “Spring” in the last 30 days',
      'ไม่ได้รับการส่งข้อความของแคมเปญ “Spring” ในช่วง 30 วันที่ผ่านมา',
    ],
    [
      message({ what: 'clicked', link: 3, channel: 'email', campaign: '7', machines: true }),
      'who clicked link 3 in a message by e-mail of the campaign “7” (mail programs and scanners counted)',
      'คลิกลิงก์ที่ 3 ในข้อความทางอีเมลของแคมเปญ “7” (นับโปรแกรมอีเมลและเครื่องตรวจด้วย)',
    ],
    [
      message({ what: 'bounced', channel: 'sms' }),
      'for whom a message by SMS bounced',
      'มีการตีกลับของข้อความทาง SMS',
    ],
    [
      reach,
      'who may be written to by SMS for the purpose “marketing”',
      'ติดต่อได้ทาง SMS เพื่อวัตถุประสงค์ “marketing”',
    ],
    [onList, 'who are on the list “Guests”', 'อยู่ในรายชื่อ “Guests”'],
    [{ ...onList, operator: 'not_on' }, 'who are not on the list “Guests”', 'ไม่อยู่ในรายชื่อ “Guests”'],
    [
      chance,
      'whom chance puts between 0 % and 10.5 % (draw “spring”)',
      'ถูกสุ่มให้อยู่ในช่วง 0% ถึง 10.5% (การสุ่ม “spring”)',
    ],
    [weekday, 'whose birth date is on a Monday or Sunday', 'วันเกิดตรงกับวันจันทร์ หรือ วันอาทิตย์'],
    [
      { ...weekday, operator: 'month_is', value: [2] },
      'whose birth date is in February',
      'วันเกิดอยู่ในเดือนกุมภาพันธ์',
    ],
  ])('%j is read, said and printed', (where, en, th) => {
    const rule = parse({ version: 1, where }, schema);
    if (!rule.ok) throw new Error(JSON.stringify(rule.error));
    expect(say(rule.value, schema, 'en')).toBe(`Contacts ${en}`);
    expect(say(rule.value, schema, 'th')).toBe(`ลูกค้าที่${th}`);
    expect(parse(print(rule.value), schema)).toEqual(rule);
  });

  it.each([
    [message({ operator: 'does' }), '/operator rule.unknown_operator'],
    [message({ what: 'read' }), '/what rule.bad_value'],
    [message({ campaign: 12 }), '/campaign rule.bad_value'],
    [message({ campaign: '012' }), '/campaign rule.bad_value'],
    [message({ channel: 'fax' }), '/channel rule.bad_value'],
    [message({ window: { kind: 'lately' } }), '/window/kind rule.bad_value'],
    [message({ window: { kind: 'since', event: 'purchase' } }), '/window rule.bad_value'],
    [message({ link: 1 }), '/link rule.bad_value'],
    [message({ what: 'clicked', link: -1 }), '/link rule.bad_value'],
    [message({ what: 'sent', machines: true }), '/machines rule.bad_value'],
    [message({ machines: 'yes' }), '/machines rule.bad_value'],
    [message({ times: 2 }), '/times rule.unknown_property'],
    [{ ...reach, channel: 'post' }, '/channel rule.bad_value'],
    [{ ...reach, purpose: 'Marketing!' }, '/purpose rule.bad_value'],
    [{ ...onList, list: '6' }, '/list rule.unknown_list'],
    [{ ...onList, list: 5 }, '/list rule.bad_value'],
    [{ ...chance, salt: 'ส้ม' }, '/salt rule.bad_value'],
    [{ ...chance, to: 100.00001 }, '/to rule.bad_value'],
    [{ ...chance, from: 10.5 }, '/to rule.bad_value'],
    [{ ...weekday, value: [8] }, '/value/0 rule.bad_value'],
    [{ ...weekday, value: [] }, '/value rule.bad_value'],
    [{ ...weekday, operator: 'month_is', value: 2 }, '/value rule.bad_value'],
  ])('refuses %j', (where, expected) => {
    const rule = parse({ version: 1, where }, schema);
    const errors = rule.ok ? [] : rule.error.map(({ place, code }) => `${place} ${code}`);
    expect(errors).toEqual([`/where${expected}`]);
  });
});
