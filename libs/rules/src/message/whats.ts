import type { ResponseKind } from '../facts.js';
import type { Words } from '../schema.js';
import type { MessageWhat } from '../tree.js';

/** One thing that can become of a message. */
interface What {
  /** What came back; null for what was sent. */
  readonly response: ResponseKind | null;
  /** Machines do it too, and are left out unless they are asked for. */
  readonly machines: boolean;
  /** With the holes {message} and {link}. */
  readonly did: Words;
  readonly didNot: Words;
}

const what = (response: ResponseKind | null, did: Words, didNot: Words): What => ({
  response,
  machines: response === 'open' || response === 'click',
  did,
  didNot,
});

/** A missing one does not compile. */
export const whats: { readonly [W in MessageWhat]: What } = {
  sent: what(
    null,
    { en: 'who were sent {message}', th: 'ได้รับการส่ง{message}' },
    { en: 'who were not sent {message}', th: 'ไม่ได้รับการส่ง{message}' },
  ),
  received: what(
    null,
    { en: 'who received {message}', th: 'ได้รับ{message}' },
    { en: 'who did not receive {message}', th: 'ไม่ได้รับ{message}' },
  ),
  opened: what(
    'open',
    { en: 'who opened {message}', th: 'เปิดอ่าน{message}' },
    { en: 'who did not open {message}', th: 'ไม่ได้เปิดอ่าน{message}' },
  ),
  clicked: what(
    'click',
    { en: 'who clicked {link} in {message}', th: 'คลิก{link}ใน{message}' },
    { en: 'who did not click {link} in {message}', th: 'ไม่ได้คลิก{link}ใน{message}' },
  ),
  replied: what(
    'reply',
    { en: 'who replied to {message}', th: 'ตอบกลับ{message}' },
    { en: 'who did not reply to {message}', th: 'ไม่ได้ตอบกลับ{message}' },
  ),
  bounced: what(
    'bounce',
    { en: 'for whom {message} bounced', th: 'มีการตีกลับของ{message}' },
    { en: 'for whom {message} did not bounce', th: 'ไม่มีการตีกลับของ{message}' },
  ),
  complained: what(
    'complaint',
    { en: 'who complained about {message}', th: 'ร้องเรียน{message}' },
    { en: 'who did not complain about {message}', th: 'ไม่ได้ร้องเรียน{message}' },
  ),
  unsubscribed: what(
    'unsubscribe',
    { en: 'who unsubscribed by {message}', th: 'ยกเลิกรับข่าวสารจาก{message}' },
    { en: 'who did not unsubscribe by {message}', th: 'ไม่ได้ยกเลิกรับข่าวสารจาก{message}' },
  ),
};
