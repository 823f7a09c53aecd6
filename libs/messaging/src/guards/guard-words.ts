import type { Alarm, AlarmKind } from './guard.js';

const number = (n: number) => n.toLocaleString('en');
const percent = (share: number) =>
  `${(share * 100).toLocaleString('en', { maximumSignificantDigits: 3 })} %`;

const happened: Record<AlarmKind, { en: string; th: string }> = {
  bounces: { en: 'bounced', th: 'ข้อความตีกลับ' },
  complaints: { en: 'were called spam', th: 'ผู้รับแจ้งว่าเป็นสแปม' },
  errors: { en: 'failed for reasons of ours', th: 'ส่งไม่สำเร็จเพราะฝั่งเรา' },
  seeds_missing: { en: 'to seeds did not arrive', th: 'ข้อความถึงผู้รับทดสอบไปไม่ถึง' },
};

/** What people are told of an alarm, with its figures. */
export function alarmWords({ kind, level, events, outOf, threshold }: Alarm): {
  en: string;
  th: string;
} {
  const { en, th } = happened[kind];
  const [n, of] = [number(events), number(outOf)];
  const [share, limit] = [percent(events / outOf), percent(threshold)];
  const isPause = level === 'pause';
  return {
    en: `${isPause ? 'Paused by itself' : 'Look at it'}: ${n} of ${of} messages ${en} (${share}); the ${isPause ? 'limit' : 'warning'} is ${limit}.`,
    th: `${isPause ? 'หยุดส่งอัตโนมัติ' : 'โปรดตรวจสอบ'}: ${th} ${n} จาก ${of} ฉบับ (${share}) ${isPause ? 'เกินขีดจำกัด' : 'ถึงระดับเตือน'} ${limit}`,
  };
}
