import { compiled, email, problemsOf, sms, asEmail, textPage } from './testing/compile.js';
import type { TemplateContent } from './content.js';

const exploits: [name: string, source: string, code: string][] = [
  ['constructor', '{{constructor}}', 'unsafe_expression'],
  ['constructor of a value', '{{contact.firstName.constructor}}', 'unsafe_expression'],
  ['bracketed constructor', '{{contact.[constructor]}}', 'unsafe_expression'],
  ['__proto__', '{{contact.__proto__}}', 'unsafe_expression'],
  ['prototype getter', '{{__lookupGetter__ "x"}}', 'unknown_helper'],
  ['lookup', '{{lookup contact "constructor"}}', 'unknown_helper'],
  ['lookup as value', '{{upper (lookup this "constructor")}}', 'unknown_helper'],
  ['with', '{{#with contact}}{{firstName}}{{/with}}', 'unknown_helper'],
  ['a block of a value', '{{#contact.firstName}}x{{/contact.firstName}}', 'unknown_helper'],
  ['helperMissing', '{{helperMissing}}', 'unknown_variable'],
  ['helperMissing called', '{{helperMissing "x"}}', 'unknown_helper'],
  ['blockHelperMissing', '{{#blockHelperMissing "x"}}{{/blockHelperMissing}}', 'unknown_helper'],
  ['log', '{{log "x"}}', 'unknown_helper'],
  ['raw block', '{{{{if contact.city}}}}x{{{{/if}}}}', 'unsafe_expression'],
  ['own internal helper', '{{_link 0 "https://evil.test"}}', 'unknown_helper'],
  ['internal helper in a value', '{{upper (_char 60)}}', 'unknown_helper'],
  ['internal data', '{{@env.link}}', 'unknown_variable'],
  ['root itself', '{{@root}}', 'unknown_variable'],
  ['root constructor', '{{@root.constructor}}', 'unsafe_expression'],
  ['this', '{{this}}', 'unknown_variable'],
  ['parent', '{{../constructor}}', 'unsafe_expression'],
  ['decorator', '{{* foo}}', 'unsafe_expression'],
  ['inline partial', '{{#*inline "x"}}a{{/inline}}', 'unsafe_expression'],
  ['dynamic partial', '{{> (lookup . "x")}}', 'unsafe_expression'],
  ['partial block', '{{#> body}}x{{/body}}', 'unsafe_expression'],
  ['partial of the prototype', '{{> toString}}', 'unknown_partial'],
  ['triple stash', '{{{contact.firstName}}}', 'unsafe_expression'],
  ['ampersand', '{{&contact.firstName}}', 'unsafe_expression'],
  ['string as a name', '{{"constructor"}}', 'unknown_helper'],
  ['quote breaking out', `{{default contact.firstName "a\\\\"}} "}}`, 'unsafe_expression'],
  ['huge number', `{{number ${'9'.repeat(400)}}}`, 'wrong_arguments'],
];

/** CPU time of this process in milliseconds: other programs do not count. */
const cpu = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
};

/** What runs away takes minutes, or never ends; what does not, some ten ms and now and then a collection. */
const bearable = 3000;

describe('what a template cannot reach', () => {
  it.each(exploits)('%s', async (_name, source, code) => {
    const started = cpu();
    const problems = await problemsOf(sms(source));
    expect(cpu() - started).toBeLessThan(bearable);
    expect(problems.map((problem) => problem.split(' ')[1])).toContain(`template.${code}`);
    expect(await problemsOf(email(textPage(source)))).toContain(
      `languages.en.body:1 template.${code}`,
    );
  });

  it('takes no syntax tree for a text', async () => {
    const tree = { type: 'Program', body: [{ type: 'MustacheStatement' }] };
    const content = { ...sms('x'), languages: { en: { body: tree } } };
    expect(await problemsOf(content as unknown as TemplateContent)).toEqual([
      'languages.en.body template.invalid_content',
    ]);
  });

  it('takes no syntax tree for a partial', async () => {
    const partials = { x: { type: 'Program', body: [] } } as unknown as Record<string, string>;
    const problems = await problemsOf(sms('{{> x}}'), { library: { partials } });
    expect(problems).toEqual(['partials.x template.invalid_content']);
  });

  it.each([
    ['blocks', '{{#if contact.city}}'.repeat(5_000)],
    ['closed blocks', '{{#if contact.city}}'.repeat(3_000) + '{{/if}}'.repeat(3_000)],
    ['inverse blocks', '{{^if contact.city}}'.repeat(3_000) + '{{/if}}'.repeat(3_000)],
    ['parentheses', `{{upper ${'(upper '.repeat(9_000)}contact.city${')'.repeat(9_000)}}}`],
  ])('refuses very deep nesting of %s at once', async (_name, source) => {
    const started = cpu();
    const problems = await problemsOf(sms(source));
    expect(cpu() - started).toBeLessThan(bearable);
    expect(problems).toEqual(['languages.en.body:1 template.too_deep']);
  });

  it('refuses partials that contain each other', async () => {
    const partials = { a: '{{> b}}', b: '{{> a}}' };
    const problems = await problemsOf(sms('{{> a}}'), { library: { partials } });
    expect(problems).toEqual(['partials.b:1 template.too_deep']);
  });

  it.each(['x'.repeat(50), ''])('refuses partials that multiply, be they "%s"', async (leaf) => {
    const names = Array.from({ length: 15 }, (_, i) => `p${i}`);
    const partials = Object.fromEntries(
      names.map((name, i) => [name, i === 14 ? leaf : `{{> p${i + 1}}}`.repeat(10)]),
    );
    const started = cpu();
    const problems = await problemsOf(sms('{{> p0}}'), { library: { partials } });
    expect(cpu() - started).toBeLessThan(bearable);
    expect(problems.some((problem) => problem.endsWith('template.too_large'))).toBe(true);
  });

  it('stops loops that run too long', async () => {
    const variables = { rows: { type: 'list', item: { cells: { type: 'list' } } } } as const;
    const content = sms('{{#each rows}}{{#each cells}}{{this}}{{/each}}{{/each}}');
    const template = await compiled(content, { variables });
    const rows = Array.from({ length: 100 }, () => ({ cells: Array(100).fill('x') }));
    const render = () => template.render('en', { rows }, { timeZone: 'UTC' });
    expect(render).toThrow(/rounds of loops/);
  });

  it('sends no SMS of endless length', async () => {
    const template = await compiled(sms('{{contact.city}}'));
    const render = (length: number) =>
      template.render('en', { contact: { city: 'ก'.repeat(length) } }, { timeZone: 'UTC' });
    expect(render(2_000).text).toHaveLength(2_000);
    expect(() => render(2_001)).toThrow(/2000 characters/);
    expect(await problemsOf(sms('a'.repeat(90_000)))).toEqual(['sampleData template.too_large']);
  });

  it('reads own plain values alone', async () => {
    const template = await compiled(email(textPage('[{{contact.firstName}}][{{contact.city}}]')));
    const contact = Object.create({ firstName: 'inherited' }) as Record<string, unknown>;
    contact['city'] = { toHTML: () => '<script>', toString: () => 'x' };
    expect(asEmail(template, { contact }).html).toContain('[][]');
    const polluted: unknown = JSON.parse('{"__proto__": {"firstName": "polluted"}}');
    expect(asEmail(template, { contact: polluted }).html).toContain('[][]');
    const deep = JSON.parse('{"__proto__": {"contact": {"city": "x"}}}') as Record<string, unknown>;
    expect(asEmail(template, deep).html).toContain('[][]');
  });

  it('writes braces that are plain text, and no expression comes of them', async () => {
    const source = String.raw`\{{contact.constructor}} {a} {{contact.city}} c:\ {{contact.city}}`;
    const template = await compiled(sms(source));
    const message = template.render('en', { contact: { city: 'X' } }, { timeZone: 'UTC' });
    expect(message.text).toBe(String.raw`{{contact.constructor}} {a} X c:\ X`);
    const entities =
      '&#123;&#123;contact.email}} {{contact.city}}&#125;&#125; &#123;{{contact.city}}';
    const html = await compiled(email(textPage(entities)));
    const { text } = asEmail(html, { contact: { city: 'X', email: 'secret@example.test' } });
    expect(text).toBe('{{contact.email}} X}} {X');
  });

  it('does not evaluate what stands in values', async () => {
    const template = await compiled(email(textPage('{{contact.city}}')));
    const { html, text } = asEmail(template, {
      contact: { city: '{{contact.email}} \uE0000\uE001' },
    });
    expect(html).toContain('{{contact.email}} \uE0000\uE001');
    expect(text).toBe('{{contact.email}} \uE0000\uE001');
  });

  it.each([
    ['<script>alert(1)</script>', 'unsafe_markup'],
    ['<a href="https://a.test/" onclick="x()">x</a>', 'unsafe_markup'],
    ['<a href="javascript:alert(1)">x</a>', 'link_scheme'],
    ['<a href="java&#115;cript:alert(1)">x</a>', 'link_scheme'],
    ['<iframe src="https://a.test/"></iframe>', 'unsafe_markup'],
    ['<p style="color:{{contact.city}}">x</p>', 'unsafe_expression'],
    ['<img alt="" src="javascript:x" />', 'unsafe_markup'],
    ['<p {{contact.city}}>x</p>', 'broken_markup'],
    ['<p title={{contact.city}}>x</p>', 'broken_markup'],
  ])('refuses unsafe markup: %s', async (markup, code) => {
    expect(await problemsOf(email(textPage(markup)))).toContain(
      `languages.en.body:1 template.${code}`,
    );
  });
});
