import { compiled, sms } from '../testing/compile.js';

const variables = {
  when: { type: 'date' },
  amount: { type: 'number' },
  things: { type: 'list' },
} as const;

async function say(source: string, data: Record<string, unknown> = {}, language = 'en') {
  const content = { ...sms(source), languages: { en: { body: source }, th: { body: source } } };
  const template = await compiled({ ...content, channel: 'sms' }, { variables });
  return template.render(language, data, { timeZone: 'Asia/Bangkok' }).text;
}

describe('helpers', () => {
  const when = '2026-11-21T20:30:00.000Z';

  it.each([
    ['{{date when}}', 'th', '22 พฤศจิกายน 2569'],
    ['{{date when}}', 'en', '22 November 2026'],
    ['{{when}}', 'th', '22 พฤศจิกายน 2569'],
    ['{{date when style="full"}}', 'th', 'วันอาทิตย์ที่ 22 พฤศจิกายน พ.ศ. 2569'],
    ['{{date when style="medium" time=true}}', 'en', '22 Nov 2026, 03:30'],
    ['{{date when style="medium" time=true zone="UTC"}}', 'en', '21 Nov 2026, 20:30'],
    ['{{date "2026-11-30" style="month"}}', 'th', 'พฤศจิกายน 2569'],
    ['{{date "2026-11-30"}}', 'en', '30 November 2026'],
    ['{{date when zone="Nowhere/Never" style="day"}}', 'en', '21 Nov'],
  ])('%s in %s is %s', async (source, language, expected) => {
    expect(await say(source, { when }, language)).toBe(expected);
    expect(await say(source, { when: new Date(when) }, language)).toBe(expected);
  });

  it('keeps a birthday on its day in every zone, and writes nothing for what is no date', async () => {
    expect(await say('{{date when}}', { when: '1990-01-01' })).toBe('1 January 1990');
    expect(await say('[{{date when}}]', { when: 'soon' })).toBe('[]');
  });

  it.each([
    ['{{money 1290 "THB"}}', 'th', '฿1,290'],
    ['{{money amount}}', 'th', '฿1,234.50'],
    ['{{money amount "THB" display="code"}}', 'en', 'THB 1,234.50'],
    ['{{money amount "USD"}}', 'en', '$1,234.50'],
    ['{{number amount}}', 'en', '1,234.5'],
    ['{{number amount digits=2}}', 'th', '1,234.50'],
    ['{{number 0.35 style="percent"}}', 'en', '35%'],
    ['{{plural 1 one="# item" other="# items"}}', 'en', '1 item'],
    ['{{plural amount one="# item" other="# items"}}', 'en', '1,234.5 items'],
    ['{{plural 0 zero="nothing" other="# items"}}', 'en', 'nothing'],
    ['{{plural 1 one="x" other="# ชิ้น"}}', 'th', '1 ชิ้น'],
    ['{{default contact.firstName "คุณลูกค้า"}}', 'th', 'คุณลูกค้า'],
    ['{{default 0 "x"}}', 'en', '0'],
    ['{{upper "straße"}}{{lower "ABC"}}', 'en', 'STRASSEabc'],
    ['{{count things}}', 'en', '2'],
    ['{{t th="ไทย" en="English"}}', 'th', 'ไทย'],
    ['{{t en="English"}}', 'th', 'English'],
    ['{{#each things}}{{@index}}{{this}}{{#unless @last}}, {{/unless}}{{/each}}', 'en', '0a, 1b'],
  ])('%s in %s is %s', async (source, language, expected) => {
    expect(await say(source, { amount: '1234.50', things: ['a', 'b'] }, language)).toBe(expected);
  });

  it.each([
    ['(eq amount 5)', true],
    ['(eq amount "5.0")', true],
    ['(ne amount 5)', false],
    ['(gt amount 4)', true],
    ['(gte amount 5)', true],
    ['(lt amount 10)', true],
    ['(lte amount 4)', false],
    ['(gt contact.city 4)', false],
    ['(eq language "en")', true],
    ['(and amount (not contact.city))', true],
    ['(or contact.city things)', false],
  ])('%s is %s', async (condition, expected) => {
    const text = await say(`{{#if ${condition}}}yes{{else}}no{{/if}}`, { amount: 5, things: [] });
    expect(text).toBe(expected ? 'yes' : 'no');
  });

  it('leaves no empty line where a block stood alone', async () => {
    const source = 'a\n{{#if amount}}\nb\n{{else if things}}\nc\n{{/if}}\nd';
    expect(await say(source, { amount: 1 })).toBe('a\nb\nd');
    expect(await say(source, { things: ['x'] })).toBe('a\nc\nd');
    expect(await say(source, {})).toBe('a\nd');
  });
});
