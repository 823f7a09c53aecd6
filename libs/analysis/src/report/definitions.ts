import type { Rate, Text } from './figures.js';

/** What each rate means, as people read it beside the number. */
export const definitions = {
  delivered: {
    en: 'Accepted by the receiving side and not bounced, of all accepted.',
    th: 'ระบบปลายทางรับไว้และไม่ถูกตีกลับ เทียบกับที่รับไว้ทั้งหมด',
  },
  bounced: {
    en: 'Bounced after it had been accepted, of all accepted.',
    th: 'ถูกตีกลับหลังจากระบบปลายทางรับไว้แล้ว เทียบกับที่รับไว้ทั้งหมด',
  },
  opened: {
    en: 'Delivered messages opened by a person at least once, of all delivered. Machines do not count.',
    th: 'ข้อความที่ส่งถึงและมีคนเปิดอย่างน้อยหนึ่งครั้ง เทียบกับที่ส่งถึงทั้งหมด ไม่นับการเปิดโดยเครื่อง',
  },
  clicked: {
    en: 'Delivered messages in which a person clicked at least once, of all delivered. Machines do not count.',
    th: 'ข้อความที่ส่งถึงและมีคนคลิกอย่างน้อยหนึ่งครั้ง เทียบกับที่ส่งถึงทั้งหมด ไม่นับการคลิกโดยเครื่อง',
  },
  unsubscribed: {
    en: 'Delivered messages through which somebody unsubscribed, of all delivered.',
    th: 'ข้อความที่ส่งถึงและผู้รับยกเลิกการรับข่าวสาร เทียบกับที่ส่งถึงทั้งหมด',
  },
  complained: {
    en: 'Delivered messages reported as spam, of all delivered.',
    th: 'ข้อความที่ส่งถึงและถูกแจ้งว่าเป็นสแปม เทียบกับที่ส่งถึงทั้งหมด',
  },
  replied: {
    en: 'Delivered messages that were replied to, of all delivered.',
    th: 'ข้อความที่ส่งถึงและมีการตอบกลับ เทียบกับที่ส่งถึงทั้งหมด',
  },
  converted: {
    en: 'Delivered messages whose recipient reached the goal within its window, of all delivered.',
    th: 'ข้อความที่ส่งถึงและผู้รับบรรลุเป้าหมายภายในเวลาที่กำหนด เทียบกับที่ส่งถึงทั้งหมด',
  },
} as const satisfies Record<string, Text>;

/** Why both arms can be compared. */
export const windowDefinition: Text = {
  en: 'Everybody assigned counts, sent to or not. The goal counts for both groups after the instant the audience was chosen or, where a trigger starts the campaign, each one’s message was planned, up to and including the end of the window, by the time it happened.',
  th: 'นับทุกคนที่ถูกจัดกลุ่ม ไม่ว่าจะได้ส่งข้อความหรือไม่ ทั้งสองกลุ่มนับเป้าหมายที่เกิดหลังเวลาที่เลือกกลุ่มผู้รับ หรือหลังเวลาที่วางแผนข้อความของแต่ละคนหากเป็นแคมเปญที่มีเงื่อนไขเริ่มต้น จนถึงสิ้นสุดช่วงเวลาที่กำหนด โดยยึดเวลาที่เกิดเหตุการณ์จริง',
};

/** numerator ÷ denominator with what it means. */
export function rate(kind: keyof typeof definitions, numerator: number, denominator: number): Rate {
  return {
    value: denominator === 0 ? null : numerator / denominator,
    numerator,
    denominator,
    definition: definitions[kind],
  };
}
