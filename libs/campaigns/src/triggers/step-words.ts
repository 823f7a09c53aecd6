import { sayEventWhere, type Words } from '#libs/rules';
import type { Step, StepName } from './firing.js';
import type { Trigger } from './trigger.js';

const words: Readonly<Record<StepName, Words>> = {
  cause: { en: 'what the trigger waits for happened', th: 'เกิดสิ่งที่เงื่อนไขเริ่มต้นรออยู่' },
  hour: { en: 'its hour had come', th: 'ถึงเวลาที่กำหนดแล้ว' },
  started: {
    en: 'it happened after the campaign had started',
    th: 'เกิดขึ้นหลังจากแคมเปญเริ่มแล้ว',
  },
  recent: { en: 'it was not older than 24 hours', th: 'เกิดขึ้นไม่เกิน 24 ชั่วโมง' },
  looked_at: {
    en: 'the contact was there when the day was gone through',
    th: 'มีลูกค้ารายนี้อยู่ตอนที่ระบบไล่ตรวจรายชื่อของวันนั้น',
  },
  where: { en: 'the condition on the event holds', th: 'เหตุการณ์ตรงตามเงื่อนไข' },
  segment: {
    en: 'the contact is in the campaign’s segment',
    th: 'ลูกค้าอยู่ในกลุ่มของแคมเปญ',
  },
  reentry: {
    en: 'no earlier firing stands in the way',
    th: 'ไม่มีการเริ่มก่อนหน้าที่ขัดกับเงื่อนไขการเริ่มซ้ำ',
  },
  cap: { en: 'fewer firings than the cap', th: 'จำนวนครั้งยังไม่ถึงเพดาน' },
  in_time: {
    en: 'it was decided no later than 24 hours after it was due',
    th: 'ตัดสินภายใน 24 ชั่วโมงหลังถึงกำหนด',
  },
  contact: { en: 'the contact is there', th: 'ยังมีข้อมูลลูกค้าอยู่' },
  exit: { en: 'nothing ended the wait', th: 'ไม่มีสิ่งใดยุติการรอ' },
  still: {
    en: 'the contact has not left again, or come back',
    th: 'สถานะในกลุ่มยังเหมือนเดิม',
  },
  quiet: { en: 'it is not a quiet hour', th: 'ไม่อยู่ในช่วงเวลางดส่ง' },
  per_hour: {
    en: 'fewer messages within the hour than the limit',
    th: 'จำนวนข้อความในหนึ่งชั่วโมงยังไม่ถึงเพดาน',
  },
};

/** A step with its condition in words. */
export interface ToldStep extends Step {
  condition: Words;
}

/** Puts steps into words. */
export function tellSteps(steps: readonly Step[], trigger: Trigger, timeZone: string): ToldStep[] {
  return steps.map((step) => ({ ...step, condition: conditionOf(step, trigger, timeZone) }));
}

function conditionOf({ step, place }: Step, trigger: Trigger, timeZone: string): Words {
  if (step !== 'where' || trigger.on !== 'event') return words[step];
  const condition = trigger.where[Number(place?.split('/').at(-1))];
  if (!condition) return words.where;
  return {
    en: sayEventWhere([condition], 'en', timeZone),
    th: sayEventWhere([condition], 'th', timeZone),
  };
}
