import { classifyRefusal, codeIn, statusIn } from '#libs/messaging';
import type { FailedRecipient } from './inbound.js';
import type { Mail } from './mail.js';

/** Whom reports come from. */
const reporters =
  /^(?:mailer-?daemon|post-?master|mail-?daemon|mdaemon|mailerdaemon|daemon|mail-delivery|noreply-delivery|microsoftexchange[\da-f]*|bounces?|mail\.administrator|maildelivery)@|^mailer-daemon$/;

/** What their subjects say, in the languages that come by. */
const subjects =
  /undeliver|delivery (?:status notification|failure|failed|problem|report|has failed|unsuccessful|to the following)|delivery notification|failure notice|returned mail|return(?:ed)? to sender|(?:mail|message|email) (?:delivery )?(?:failed|failure|system error|could not be delivered|not delivered|undelivered)|could not (?:be deliver|deliver)|non[- ]?remis|unzustellbar|nicht zugestellt|配信|ไม่สามารถ(?:ส่ง|จัดส่ง|นำส่ง)|ส่ง(?:อีเมล|ข้อความ|จดหมาย)?ไม่(?:สำเร็จ|ถึง)|การส่ง.{0,20}(?:ล้มเหลว|ไม่สำเร็จ)|ตีกลับ/i;

/** What their texts say where they have given up. */
const failures =
  /(?:could ?not|couldn'?t|can ?not|was not|were not|wasn'?t|unable to|not able to|failed to|has(?: not|n'?t) been)[^.\n]{0,80}?(?:deliver|sent|reach)|did not reach the following|permanent(?:ly)? (?:fatal )?(?:error|failure|failed)|permanent error|delivery (?:to the following[^\n]{0,60})?(?:has )?failed|undeliverable|returned (?:as|because)|i'?m afraid i wasn'?t able|following address(?:es)?(?:\(es\))? failed|message that you sent was undeliverable|ไม่สามารถ(?:ส่ง|จัดส่ง|นำส่ง)|ส่ง.{0,20}ไม่(?:สำเร็จ|ถึง)|ไม่ถูกส่งไปยัง|ถูกตีกลับ/i;

/** What they say while they go on trying. */
const waits =
  /this is a warning message only|you do ?n(?:o|')t need to (?:resend|re-send)|will (?:be retried|continue to try|keep trying|retry)|still (?:being )?(?:trying|retrying|queued)|has been delayed|delivery delayed|delayed mail|\(delay(?:ed)?\)|will try again|message (?:is )?delayed|จะพยายามส่ง|ล่าช้า/i;

/** Where the copy of the original begins. */
const copies =
  /^[- =_]*(?:(?:this|below) (?:is|this line is) a copy|a copy of the (?:original )?message|original message|the headers of your message|included (?:is|below)|unsent message|returned message|message headers follow|undelivered message|---- ?start of|ข้อความต้นฉบับ|สำเนาข้อความ)|^-{3,} ?below this line|^(?:return-path|received|message-id|mime-version): /im;

const address = /[\w.!#$%&'*+/=?^`{|}~-]+@[\w-]+(?:\.[\w-]+)+/;

export interface PlainReport {
  kind: 'bounce' | 'delayed';
  recipient: FailedRecipient;
}

/** Whether a mail system wrote it, whatever it says. */
export const isOfMailSystem = (mail: Mail): boolean =>
  reporters.test(mail.from) || mail.header('x-failed-recipients') !== '';

/** Absence notes have no envelope sender either, and may say whom they cannot reach: they give no code. */
const isCodedReport = (mail: Mail): boolean =>
  mail.header('return-path') === '<>' &&
  (codeIn(mail.text) !== null || statusIn(mail.text) !== null);

const isReport = (mail: Mail): boolean =>
  isOfMailSystem(mail) || speaksOfFailure(mail.subject) || isCodedReport(mail);

/** An answer has the subject of what it answers, which may be about a parcel. */
const speaksOfFailure = (subject: string): boolean =>
  subjects.test(subject) && !/^(?:re|fwd?|aw|ตอบ(?:กลับ)?) *:/i.test(subject);

/**
 * Reads reports that follow no standard: qmail's (QSBMF), Exim's, Exchange's, Domino's, sendmail's and
 * whoever else writes prose. Null for what is no report.
 */
export function readPlainBounce(mail: Mail): PlainReport | null {
  if (!isReport(mail)) return null;
  const prose = reportOf(mail.text);
  const told = `${mail.subject}\n${prose}`;
  const isWaiting = waits.test(told);
  const hasFailed = failures.test(prose) || mail.header('x-failed-recipients') !== '';
  if (!isWaiting && !hasFailed && !speaksOfFailure(mail.subject)) return null;
  // What names neither an address nor a reason may be anything.
  const recipient = recipientIn(prose, mail.header('x-failed-recipients'));
  if (recipient.address === null && recipient.class === 'unknown') return null;
  return { kind: isWaiting ? 'delayed' : 'bounce', recipient };
}

/** What the reporter says, without the copy of the original; where nothing stands before it, all. */
function reportOf(text: string): string {
  const at = text.search(copies);
  const own = at > 0 ? text.slice(0, at) : text;
  return own.trim() === '' ? text.slice(0, 4000) : own.slice(0, 4000);
}

function recipientIn(prose: string, named: string): FailedRecipient {
  const diagnostic = diagnosticIn(prose);
  const code = codeIn(diagnostic);
  const status = statusIn(diagnostic);
  const inLine = /^[ \t]*<?([^\s<>@]+@[^\s<>]+?)>?[:,]?[ \t]*$/m.exec(prose)?.[1];
  return {
    ...classifyRefusal({ code, status, text: diagnostic }),
    address: address.exec(named || inLine || prose)?.[0] ?? null,
    code,
    status,
    diagnostic,
  };
}

const polite =
  /apolog|sorry to have to inform|for further assistance|if you do so|do not reply|please (?:include|contact|do not)|you can delete|delete your own text|created automatically|automatically generated|i've given up|i'm afraid/i;

/**
 * The paragraph that gives the reason: from the first line with a reply code or a status, else from the
 * address, to the next blank line; else all of it.
 */
function diagnosticIn(prose: string): string {
  const lines = prose.split('\n');
  const withCode = lines.findIndex((line) => codeIn(line) !== null || statusIn(line) !== null);
  if (withCode >= 0) return paragraph(lines, withCode);
  const withAddress = lines.findIndex((line) => /^[ \t]*<?[^\s<>@]+@[^\s<>]+>?:?/.test(line));
  const after = withAddress >= 0 ? paragraph(lines, withAddress) : '';
  const reason = after.replace(address, '').trim();
  return reason.length > 12
    ? after
    : lines
        .filter((line) => !polite.test(line))
        .join('\n')
        .trim();
}

function paragraph(lines: readonly string[], from: number): string {
  const end = lines.findIndex((line, i) => i > from && line.trim() === '');
  return lines
    .slice(from, end < 0 ? undefined : end)
    .map((line) => line.trim())
    .join('\n');
}
