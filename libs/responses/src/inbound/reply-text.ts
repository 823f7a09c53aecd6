/** Characters of a reply that are kept as text; the original keeps all. */
const maxReply = 20_000;

/** Lines from which on everything is quoted. */
const quoteBegins: readonly RegExp[] = [
  /^[ \t]*(?:on|am|le|el|il|op|den)\b[^\n]{5,300}(?:wrote|schrieb|a écrit|escribió|ha scritto|schreef|skrev) ?:[ \t]*$/im,
  // The same, broken by a mail program that keeps lines short.
  /^[ \t]*on\b[^\n]{5,200}\n[^\n]{0,200}wrote:[ \t]*$/im,
  /^[ \t]*(?:เมื่อ|วันที่|ในวันที่|ใน)[^\n]{3,300}(?:เขียน(?:ว่า|ไว้ว่า|ข้อความว่า)?|ได้เขียน(?:ว่า|ข้อความ)?) ?:?[ \t]*$/m,
  /^[ \t]*เมื่อ[^\n]{3,200}\n[^\n]{0,200}เขียน(?:ว่า)? ?:[ \t]*$/m,
  /^[ \t]*-{2,} ?(?:original message|forwarded message|reply message|ข้อความต้นฉบับ|ข้อความที่ส่งต่อ) ?-{2,}/im,
  /^[ \t]*_{10,}[ \t]*$/m,
  /^[ \t]*\*?(?:from|จาก|von|de):\*? [^\n]+\n[ \t]*\*?(?:sent|date|to|ส่ง(?:เมื่อ)?|วันที่|ถึง|gesendet|envoyé) ?:/im,
  /^[ \t]*>/m,
];

/** Lines from which on it is a signature. */
const signatures: readonly RegExp[] = [
  /^-- ?$/m,
  /^[ \t]*(?:sent from (?:my|outlook|mail|yahoo|samsung)|get outlook for|ส่งจาก|ได้รับ outlook|von meinem)/im,
];

const cutAt = (text: string, patterns: readonly RegExp[]): string => {
  const ends = patterns.map((pattern) => text.search(pattern)).filter((at) => at >= 0);
  return text.slice(0, Math.min(text.length, ...ends));
};

/** What a person wrote, without what they quoted and their signature. */
export function replyText(text: string): string {
  const above = tidy(cutAt(cutAt(text, quoteBegins), signatures));
  if (above !== '') return above;
  // They answered below or between: everything that is not quoted.
  const lines = text.split('\n').filter((line) => !/^[ \t]*>/.test(line));
  const below = quoteBegins
    .slice(0, 4)
    .reduce((rest, begin) => rest.replace(begin, ''), lines.join('\n'));
  return tidy(cutAt(below, signatures));
}

const tidy = (text: string): string =>
  text
    .replace(/[\u200b-\u200d\ufeff\u00ad]/g, '')
    .replaceAll('\u00a0', ' ')
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim()
    .slice(0, maxReply);

const stopWords = new Set(
  [
    'stop', 'stop all', 'stopall', 'unsubscribe', 'unsubscribe me', 'please unsubscribe', 'please unsubscribe me',
    'please stop', 'cancel', 'end', 'quit', 'optout', 'opt out', 'opt-out', 'remove', 'remove me', 'please remove me',
    'ยกเลิก', 'ขอยกเลิก', 'ยกเลิกรับข่าวสาร', 'ยกเลิกการรับข่าวสาร', 'ขอยกเลิกรับข่าวสาร', 'ขอยกเลิกการรับข่าวสาร',
    'ยกเลิกการสมัคร', 'ยกเลิกสมาชิก', 'หยุด', 'หยุดส่ง', 'หยุดส่งอีเมล', 'เลิกส่ง', 'ไม่รับข่าวสาร', 'ไม่ต้องการรับข่าวสาร',
  ].map(normal), // prettier-ignore
);

const politeEnding = /(?:ครับ|ค่ะ|คะ|นะ|ด้วย|thanks|thankyou|please)+$/;

/** Letters and marks alone, in lower case. */
function normal(text: string): string {
  return text
    .normalize('NFC')
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}]/gu, '');
}

/** Whether the whole of a reply asks for nothing but to be left alone. */
export function isStop(text: string): boolean {
  if (text.length > 60) return false;
  const words = normal(text);
  return stopWords.has(words) || stopWords.has(words.replace(politeEnding, ''));
}
