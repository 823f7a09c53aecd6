/** Whether a finding stops the campaign or only wants to be seen. */
export type Severity = 'error' | 'warning';

/** One thing that preflight found. */
export interface Finding {
  severity: Severity;
  /** Stable: `preflight.no_unsubscribe`. */
  code: string;
  message: string;
  messageTh: string;
  /** JSON Pointer into the campaign, or a template's source and line. */
  place: string;
  /** The resource to open to mend it, relative to the API. */
  href: string;
}

type Texts = readonly [severity: Severity, en: string, th: string];

/** Every finding there is, in both languages. */
const catalogue = {
  no_segment: ['error', 'No segment is chosen.', 'ยังไม่ได้เลือกกลุ่มลูกค้า'],
  dead_segment: [
    'error',
    'The segment is gone, archived, or its rule no longer holds.',
    'กลุ่มลูกค้านี้ถูกลบ ถูกเก็บเข้าคลัง หรือเงื่อนไขใช้ไม่ได้แล้ว',
  ],
  no_template: ['error', 'No template is chosen.', 'ยังไม่ได้เลือกแม่แบบข้อความ'],
  wrong_channel: [
    'error',
    'It is made for another channel than the campaign.',
    'ใช้กับช่องทางของแคมเปญนี้ไม่ได้',
  ],
  template_fault: ['error', 'The template has a fault', 'แม่แบบข้อความมีข้อผิดพลาด'],
  no_unsubscribe: [
    'error',
    'A marketing e-mail needs an unsubscribe link.',
    'อีเมลการตลาดต้องมีลิงก์ยกเลิกรับข่าวสาร',
  ],
  too_large: [
    'error',
    'The HTML is larger than 102 KB: Gmail would cut it off.',
    'เนื้อหา HTML ใหญ่เกิน 102 KB ซึ่ง Gmail จะตัดทิ้ง',
  ],
  image_without_alt: ['warning', 'An image has no alternative text.', 'มีรูปภาพที่ไม่มีข้อความอธิบายแทนรูป'],
  no_sender: ['error', 'No sender is chosen.', 'ยังไม่ได้เลือกผู้ส่ง'],
  no_organisation: [
    'error',
    'The organisation’s name and postal address are not set; the message must show them.',
    'ยังไม่ได้กรอกชื่อและที่อยู่ขององค์กร ซึ่งต้องแสดงในข้อความ',
  ],
  nobody: ['error', 'There is nobody to send to.', 'ไม่มีผู้รับแม้แต่คนเดียว'],
  no_goal: [
    'warning',
    'There is no goal: the report will not say what changed.',
    'ยังไม่ได้ตั้งเป้าหมาย รายงานจะบอกไม่ได้ว่าเกิดผลอะไร',
  ],
  no_holdout: [
    'warning',
    'Nobody is held out: the effect cannot be measured.',
    'ไม่ได้กันกลุ่มเปรียบเทียบไว้ จึงวัดผลที่แท้จริงไม่ได้',
  ],
  unknown_goal: [
    'warning',
    'No event of the goal’s name has ever been received.',
    'ยังไม่เคยได้รับเหตุการณ์ตามเป้าหมายนี้เลย',
  ],
  insecure_links: [
    'warning',
    'Links are not https: one-click unsubscribe (RFC 8058) needs it outside of a trial.',
    'ลิงก์ยังไม่เป็น https ซึ่งจำเป็นสำหรับการยกเลิกด้วยคลิกเดียวในการใช้งานจริง',
  ],
  timing_of_trigger: [
    'error',
    'A local hour and spreading are for broadcasts: a trigger has its own hour.',
    'เวลาท้องถิ่นและการทยอยส่งใช้กับการส่งครั้งเดียวเท่านั้น แคมเปญที่มีเงื่อนไขเริ่มต้นกำหนดเวลาไว้ในเงื่อนไขแล้ว',
  ],
  no_quiet_hours: [
    'warning',
    'No quiet hours are set for SMS: it may arrive at night.',
    'ยังไม่ได้ตั้งช่วงเวลาห้ามรบกวนสำหรับ SMS ข้อความอาจไปถึงตอนกลางคืน',
  ],
  trigger_fault: [
    'error',
    'The trigger speaks of what is not there any more',
    'เงื่อนไขเริ่มต้นอ้างถึงสิ่งที่ไม่มีแล้ว',
  ],
  dead_trigger_segment: [
    'error',
    'The segment that the trigger waits for is gone or archived.',
    'กลุ่มลูกค้าที่ใช้เป็นเงื่อนไขเริ่มต้นถูกลบหรือถูกเก็บเข้าคลังแล้ว',
  ],
  unknown_trigger_event: [
    'warning',
    'No event of this name has ever been received.',
    'ยังไม่เคยได้รับเหตุการณ์ชื่อนี้เลย',
  ],
  sms_shortener: [
    'error',
    'A link leads by a public shortener: operators hold such messages back. Links are shortened to your own domain anyway.',
    'มีลิงก์ที่ใช้บริการย่อลิงก์สาธารณะ ซึ่งผู้ให้บริการเครือข่ายจะไม่ส่งข้อความให้ ระบบย่อลิงก์เป็นโดเมนของคุณเองอยู่แล้ว',
  ],
  sms_ucs2: [
    'warning',
    'A few characters make the whole message UCS-2, of which a part holds less than half',
    'มีอักขระไม่กี่ตัวที่ทำให้ทั้งข้อความต้องส่งเป็น UCS-2 ซึ่งจุได้ไม่ถึงครึ่งต่อหนึ่งข้อความย่อย',
  ],
  sender_unregistered: [
    'error',
    'The sender’s name is not registered, and Thai operators let no other through.',
    'ชื่อผู้ส่งยังไม่ได้ลงทะเบียน ผู้ให้บริการในไทยจะไม่ส่งข้อความให้',
  ],
  sender_maybe_unregistered: [
    'warning',
    'The sender’s name is not registered; Thai numbers would not get it.',
    'ชื่อผู้ส่งยังไม่ได้ลงทะเบียน หมายเลขในไทยจะไม่ได้รับข้อความ',
  ],
  schedule_in_past: ['error', 'The start lies in the past.', 'เวลาเริ่มส่งผ่านไปแล้ว'],
} as const satisfies Record<string, Texts>;

export type FindingCode = keyof typeof catalogue;

/** A finding with its texts; `detail` is appended to both. */
export function finding(code: FindingCode, place: string, href: string, detail = ''): Finding {
  const [severity, en, th] = catalogue[code];
  const tail = detail ? ` ${detail}` : '';
  return {
    severity,
    code: `preflight.${code}`,
    message: en + tail,
    messageTh: th + tail,
    place,
    href,
  };
}
