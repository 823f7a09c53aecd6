import { compileHtml, compilePart } from './engine.js';
import { asEmail, compiled, email, page } from './testing/compile.js';

const variables = {
  items: { type: 'list', item: { name: { type: 'text' } } },
} as const;

const body = page(`
  {{#each items as |item|}}
  <mj-text>A rather long description of what there is to be had: {{item.name}}, and more of it</mj-text>
  {{/each}}
  <mj-text>{{#if contact.firstName}}Dear {{~contact.firstName~}} , {{else}}Hello{{/if}}</mj-text>`);

const long = 'a text that is longer than the least which is kept apart';

describe('the pieces of rendered HTML', () => {
  const values = ['A', 'ก', '<&>', '\uE0000\uE001', '\ud800', '\r\n', ''];

  it.each([
    `{{#if a}}\n${long}\n{{else}}\nno\n{{/if}}\n${long}`,
    `  {{#each list as |x i l|}}  \n\n  ${long} {{x}}\n\n  {{/each}}  \n\n`,
    `${long} {{~a~}} ${long}\n{{~#if a~}}\n ${long} \n{{~else~}} x {{~/if~}}\n ${long}`,
    `\r\n${long}\r{{a}}\n${long}\r\n{{#unless b}}${long}{{/unless}}`,
    `\ud83d{{a}}\ude00${long}\ud83d`,
    `{{_char 123}}{{_char 123}}${long}{{#if b}}{{else if a}}${long}{{/if}}`,
  ])('make the same string as %j rendered whole', (template) => {
    const env = { language: 'en', locale: 'en', timeZone: 'UTC', preheader: '', iterations: 0 };
    for (const a of ['', 'x', '\n', ' <\ude00'])
      for (const list of [[], ['1'], [1, '\r\n']]) {
        const whole = compilePart(template, 'html')({ a, list }, { ...env });
        expect(String(compileHtml(template)({ a, list }, { ...env }))).toBe(whole);
      }
  });

  it('hold every value as it is', async () => {
    const template = await compiled(email(body), { variables });
    const data = {
      items: values.map((name) => ({ name })),
      contact: { firstName: ' มาลี ' },
    };
    const { html, pieces } = asEmail(template, data);
    expect(String(pieces)).toBe(html);
    expect(pieces.length).toBe(html.length);
    for (const name of ['ก', '&lt;&amp;&gt;', '\uE0000\uE001', '\ud800', '\r\n'])
      expect(html).toContain(`to be had: ${name}, and more`);
    expect(html).toContain('Dear มาลี , ');
    expect(html.split('A rather long description').length).toBe(values.length + 1);
  });

  it('share the static parts among messages and rounds', async () => {
    const template = await compiled(email(body), { variables });
    const statics = (name: string) =>
      asEmail(template, { items: [{ name }, { name }] }).pieces.list.filter(
        (piece) => typeof piece !== 'string',
      );
    const [first, second] = [statics('a'), statics('b')];
    expect(first.length).toBeGreaterThan(3);
    expect(first.every((part, i) => part === second[i])).toBe(true);
    expect(new Set(first).size).toBeLessThan(first.length);
  });

  it('are no longer together than a message may be', async () => {
    const template = await compiled(email(body), { variables });
    const items = Array.from({ length: 1_900 }, () => ({ name: 'x'.repeat(2_000) }));
    expect(() => asEmail(template, { items })).toThrow(/2000000 characters/);
  });
});
