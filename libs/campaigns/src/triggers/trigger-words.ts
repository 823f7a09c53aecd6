import type { Language, Words } from '#libs/rules';

/** Clauses of a trigger's sentence. */
export const texts = {
  event: { en: 'Starts when a contact does {event}{only}', th: 'เริ่มเมื่อลูกค้าทำ {event}{only}' },
  only: { en: ' (only those {clauses})', th: ' (เฉพาะรายการที่{clauses})' },
  entered: {
    en: 'Starts when a contact enters the segment {segment}',
    th: 'เริ่มเมื่อลูกค้าเข้ากลุ่ม {segment}',
  },
  left: {
    en: 'Starts when a contact leaves the segment {segment}',
    th: 'เริ่มเมื่อลูกค้าออกจากกลุ่ม {segment}',
  },
  byRule: { en: ' (edits of its rule included)', th: ' (รวมการแก้ไขเงื่อนไขของกลุ่ม)' },
  onDate: { en: 'Starts on the {field}{yearly} at {at}', th: 'เริ่มในวัน{field}{yearly} เวลา {at}' },
  before: {
    en: 'Starts {days} before the {field}{yearly} at {at}',
    th: 'เริ่มก่อน{field} {days}{yearly} เวลา {at}',
  },
  after: {
    en: 'Starts {days} after the {field}{yearly} at {at}',
    th: 'เริ่มหลัง{field} {days}{yearly} เวลา {at}',
  },
  yearly: { en: ', every year,', th: ' ทุกปี' },
  daily: { en: 'Starts every day at {at}', th: 'เริ่มทุกวัน เวลา {at}' },
  weekly: { en: 'Starts every {weekdays} at {at}', th: 'เริ่มทุก{weekdays} เวลา {at}' },
  monthly: {
    en: 'Starts on day {day} of every month at {at}',
    th: 'เริ่มทุกวันที่ {day} ของเดือน เวลา {at}',
  },
  contact: { en: ' (the contact’s time)', th: ' (ตามเวลาของลูกค้า)' },
  organisation: { en: ' ({zone} time)', th: ' (ตามเวลา {zone})' },
  delay: { en: 'waits {time}', th: 'รอ {time}' },
  recheck: { en: ' and looks again whether it still applies', th: ' แล้วตรวจเงื่อนไขอีกครั้ง' },
  exitEvent: {
    en: 'sends nothing if {event}{only} happens meanwhile',
    th: 'ไม่ส่งหากเกิด {event}{only} ในระหว่างนั้น',
  },
  exitRule: {
    en: 'sends nothing once the exit rule holds',
    th: 'ไม่ส่งเมื่อเข้าเงื่อนไขออก',
  },
  once: { en: 'once a contact', th: 'ครั้งเดียวต่อลูกค้าหนึ่งคน' },
  afterDays: { en: 'not again within {days}', th: 'ไม่ซ้ำภายใน {days}' },
  per: { en: 'once for each {key}', th: 'ครั้งเดียวต่อ {key} หนึ่งค่า' },
  perDays: { en: 'once in {days} for each {key}', th: 'ครั้งเดียวใน {days}ต่อ {key} หนึ่งค่า' },
  cap: {
    en: 'at most {times} in {days} a contact',
    th: 'ไม่เกิน {times}ใน {days}ต่อลูกค้าหนึ่งคน',
  },
  perHour: { en: 'at most {messages} an hour in all', th: 'รวมไม่เกิน {messages}ต่อชั่วโมง' },
  later: {
    en: 'what falls between {from} and {to}{zone} is sent when that ends',
    th: 'ช่วง {from} ถึง {to}{zone} จะส่งเมื่อพ้นช่วงนั้น',
  },
  skip: {
    en: 'what falls between {from} and {to}{zone} is not sent',
    th: 'ช่วง {from} ถึง {to}{zone} จะไม่ส่ง',
  },
} as const satisfies Record<string, Words>;

const units = {
  days: { en: ['day', 'days'], th: 'วัน' },
  hours: { en: ['hour', 'hours'], th: 'ชั่วโมง' },
  minutes: { en: ['minute', 'minutes'], th: 'นาที' },
  times: { en: ['time', 'times'], th: 'ครั้ง' },
  messages: { en: ['message', 'messages'], th: 'ข้อความ' },
} as const;

/** Monday first. */
export const weekdays = {
  en: ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'],
  th: ['วันจันทร์', 'วันอังคาร', 'วันพุธ', 'วันพฤหัสบดี', 'วันศุกร์', 'วันเสาร์', 'วันอาทิตย์'],
} as const;

export type Holes = { readonly [hole: string]: string };

/** Fills the holes of a text. */
export const fill = (words: Words, language: Language, holes: Holes = {}): string =>
  words[language].replace(/\{(\w+)\}/g, (_, hole: string) => holes[hole] ?? '');

/** `3 days` */
export function amount(unit: keyof typeof units, number: number, language: Language): string {
  const { en, th } = units[unit];
  return language === 'en' ? `${number} ${en[number === 1 ? 0 : 1]}` : `${number} ${th}`;
}
