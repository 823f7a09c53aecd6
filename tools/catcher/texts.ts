export type Language = 'en' | 'th';

const english = {
  title: 'Caught messages',
  explanation: 'Nothing here was delivered to anybody.',
  none: 'Nothing caught yet.',
  noneFound: 'No message fits.',
  recipient: 'Recipient',
  campaign: 'Campaign',
  from: 'From',
  envelope: 'Envelope sender',
  subject: 'Subject',
  time: 'Time (UTC)',
  size: 'Size',
  filter: 'Filter',
  older: 'Older →',
  newest: '← Newest',
  back: '← All messages',
  page: 'As a page',
  text: 'Text',
  headers: 'Headers',
  source: 'Source',
  attachments: 'Attachments',
  email: 'e-mails',
  sms: 'SMS',
};

export type Texts = typeof english;

const thai: Texts = {
  title: 'ข้อความที่ดักไว้',
  explanation: 'ข้อความเหล่านี้ไม่ได้ส่งถึงผู้ใด',
  none: 'ยังไม่มีข้อความ',
  noneFound: 'ไม่พบข้อความที่ตรงกัน',
  recipient: 'ผู้รับ',
  campaign: 'แคมเปญ',
  from: 'ผู้ส่ง',
  envelope: 'ผู้ส่งบนซอง',
  subject: 'หัวเรื่อง',
  time: 'เวลา (UTC)',
  size: 'ขนาด',
  filter: 'กรอง',
  older: 'เก่ากว่า →',
  newest: '← ล่าสุด',
  back: '← ข้อความทั้งหมด',
  page: 'แบบหน้าเว็บ',
  text: 'ข้อความล้วน',
  headers: 'ส่วนหัว',
  source: 'ต้นฉบับ',
  attachments: 'ไฟล์แนบ',
  email: 'อีเมล',
  sms: 'SMS',
};

export const texts: Record<Language, Texts> = { en: english, th: thai };

/** @param header Accept-Language: the page has two languages, so only the first wish counts */
export function languageOf(header: string | undefined): Language {
  return /^\s*th\b/i.test(header ?? '') ? 'th' : 'en';
}
