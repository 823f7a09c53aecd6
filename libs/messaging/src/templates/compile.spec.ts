import {
  compiled,
  email,
  asEmail,
  errorsOf,
  page,
  problemsOf,
  textPage,
} from './testing/compile.js';
import type { TemplateContent } from './content.js';

describe('faults and their lines', () => {
  it('names the line of an unknown variable in the Thai source', async () => {
    const content: TemplateContent = {
      channel: 'email',
      fallbackLanguage: 'en',
      sampleData: {},
      languages: {
        en: { subject: 'Hello', body: textPage('Hello {{contact.firstName}}') },
        th: {
          subject: 'สวัสดี {{contact.frstName}}',
          body: textPage('\nสวัสดีค่ะ\nคุณ{{contact.firstname}}\n'),
        },
      },
    };
    const errors = await errorsOf(content);
    expect(errors.map(({ place, code }) => [place, code])).toEqual([
      ['languages.th.subject:1', 'template.unknown_variable'],
      ['languages.th.body:3', 'template.unknown_variable'],
    ]);
    expect(errors[1]?.message).toContain('Did you mean "contact.firstName"?');
  });

  it.each([
    ['an unclosed element', '<mj-text>\n<b>x\n</mj-text>', 2, 'broken_markup'],
    ['an unclosed section', '\n\n<mj-text>x', 3, 'broken_markup'],
    ['a stray end', '<mj-text>x</mj-text>\n</mj-text>', 2, 'broken_markup'],
    ['an unknown attribute', '\n<mj-text colour="red">x</mj-text>', 2, 'broken_markup'],
    ['an unknown element', '\n\n<mj-foo>x</mj-foo>', 3, 'broken_markup'],
    ['text between elements', '\n<mj-text>x</mj-text>\n hello ', 3, 'broken_markup'],
    ['a bare <', '<mj-text>\n1 < 2</mj-text>', 2, 'broken_markup'],
    ['an include', '\n<mj-include path="/etc/passwd" />', 2, 'unsafe_markup'],
    [
      'a block across elements',
      '\n{{#if contact.city}}<mj-text>{{/if}}x</mj-text>',
      2,
      'broken_markup',
    ],
    [
      'an unclosed block',
      '\n{{#if contact.id}}{{/if}}\n{{#if contact.city}}<mj-text>x</mj-text>\n\n',
      3,
      'syntax',
    ],
    ['a mismatched block', '\n{{#if contact.city}}\n{{/each}}', 2, 'syntax'],
    ['a broken expression', '\n<mj-text>{{contact.city}</mj-text>', 2, 'syntax'],
    ['a loop over a text', '\n{{#each contact.city}}{{/each}}', 2, 'not_a_list'],
    ['an unknown helper', '<mj-text>\n\n{{shout contact.city}}</mj-text>', 3, 'unknown_helper'],
    [
      'an unknown setting',
      '<mj-text>\n{{date contact.birthDate stile="x"}}</mj-text>',
      2,
      'wrong_arguments',
    ],
    ['an unknown partial', '\n{{> nothing}}', 2, 'unknown_partial'],
  ])('%s', async (_name, column, line, code) => {
    expect(await problemsOf(email(page(column)))).toContain(
      `languages.en.body:${line} template.${code}`,
    );
  });

  it('names the line of the partial or the layout where the fault is', async () => {
    const library = {
      layouts: { shop: '<mjml><mj-body>\n{{> body}}\n{{> foot}}\n{{nowhere}}\n</mj-body></mjml>' },
      partials: { foot: '{{!-- nothing --}}\n\n<mj-foo></mj-foo>{{contact.nope}}' },
    };
    const content: TemplateContent = { ...email('x'), channel: 'email', layout: 'shop' } as never;
    expect(await problemsOf(content, { library })).toEqual([
      'partials.foot:3 template.unknown_variable',
      'layouts.shop:4 template.unknown_variable',
    ]);
  });

  it('leads MJML faults back through partials that came before', async () => {
    const partials = { three: '<mj-text>1</mj-text>\n<mj-text>2</mj-text>\n<mj-text>3</mj-text>' };
    const body = page('\n{{> three}}\n<mj-text>x</mj-text>\n<mj-text nope="1">y</mj-text>');
    expect(await problemsOf(email(body), { library: { partials } })).toEqual([
      'languages.en.body:4 template.broken_markup',
    ]);
  });

  it('checks the shape of what is saved', async () => {
    const content = { channel: 'fax', languages: {}, fallbackLanguage: 'en', extra: 1 };
    expect(await problemsOf(content as unknown as TemplateContent)).toEqual(
      ['channel', 'extra', 'sampleData', 'languages'].map(
        (place) => `${place} template.invalid_content`,
      ),
    );
  });

  it('wants the parameters of a partial, and no others', async () => {
    const partials = { card: '{{!-- @params name price? --}}<mj-text>{{name}}{{price}}</mj-text>' };
    expect(await problemsOf(email(page('{{> card nam="x"}}')), { library: { partials } })).toEqual([
      'languages.en.body:1 template.missing_parameter',
      'languages.en.body:1 template.unknown_parameter',
    ]);
  });
});

describe('layouts, partials and blocks', () => {
  const variables = {
    items: { type: 'list', item: { name: { type: 'text' }, price: { type: 'number' } } },
  } as const;

  it('puts body and partials into the layout', async () => {
    const library = {
      layouts: {
        shop: '<mjml lang="{{language}}"><mj-body>{{> body}}{{> foot by=organisation.name}}</mj-body></mjml>',
      },
      partials: {
        foot: '{{!-- @params by --}}<mj-section><mj-column><mj-text>by {{by}}</mj-text></mj-column></mj-section>',
      },
    };
    const body = '<mj-section><mj-column><mj-text>body</mj-text></mj-column></mj-section>';
    const content = { ...email(body), layout: 'shop' } as TemplateContent;
    const template = await compiled(content, { library });
    const { html, text } = asEmail(template, { organisation: { name: 'A & B' } });
    expect(html).toContain('lang="en"');
    expect(html).toContain('by A &amp; B');
    expect(text).toBe('body\n\nby A & B');
  });

  it('says in which language it is when the author does not', async () => {
    const body =
      '<mjml><mj-body><mj-section><mj-column><mj-text>x</mj-text></mj-column></mj-section></mj-body></mjml>';
    expect(asEmail(await compiled(email(body)), {}).html).toContain('<html lang="en"');
  });

  it('repeats and leaves out whole sections, columns and rows', async () => {
    const body = `<mjml><mj-body>{{#each items as |item|}}<mj-section><mj-column>
      <mj-text>{{@index}} {{item.name}} for {{contact.firstName}}{{#unless @last}},{{/unless}}</mj-text>
      {{#if (gt price 10)}}<mj-text>dear</mj-text>{{else if price}}<mj-text>cheap</mj-text>{{else}}<mj-text>free</mj-text>{{/if}}
    </mj-column></mj-section>{{else}}<mj-section><mj-column><mj-text>none</mj-text></mj-column></mj-section>{{/each}}</mj-body></mjml>`;
    const template = await compiled(email(body), { variables });
    const items = [{ name: 'A', price: 11 }, { name: 'B', price: 1 }, { name: 'C' }];
    const { text } = asEmail(template, { items, contact: { firstName: 'Mali' } });
    expect(text.split(/\s*\n\s*/)).toEqual([
      '0 A for Mali,',
      'dear',
      '1 B for Mali,',
      'cheap',
      '2 C for Mali',
      'free',
    ]);
    expect(asEmail(template, {}).text).toBe('none');
  });

  it('lets blocks and values stand in attributes', async () => {
    const button =
      '<mj-button title="{{contact.city}}" href="https://a.test/{{contact.city}}" css-class="{{#if contact.city}}on{{else}}off{{/if}}">Go</mj-button>';
    const template = await compiled(email(page(button)));
    const { html } = asEmail(template, { contact: { city: 'a"b' } });
    expect(html).toContain('title="a&quot;b"');
    expect(html).toContain('href="https://a.test/a%22b"');
    expect(html).toMatch(/class="on[ "]/);
  });

  it('hands items of loops to partials', async () => {
    const partials = {
      card: '{{!-- @params name price? --}}<mj-text>{{name}}{{#if price}}: {{money price "THB"}}{{/if}}</mj-text>',
    };
    const body = page(
      '{{#each items}}{{> card name=name price=this.price}}{{/each}}{{> card name="<C>"}}',
    );
    const template = await compiled(email(body), { variables, library: { partials } });
    const { html, text } = asEmail(template, {
      items: [{ name: 'A', price: 1200 }, { name: 'B' }],
    });
    expect(text.split(/\s*\n\s*/)).toEqual(['A: ฿1,200', 'B', '<C>']);
    expect(html).toContain('&lt;C&gt;');
  });

  it('keeps the names of a caller out of a partial', async () => {
    const partials = { card: '{{!-- @params x --}}<mj-text>{{name}}</mj-text>' };
    const body = page('{{#each items}}{{> card x=name}}{{/each}}');
    expect(await problemsOf(email(body), { variables, library: { partials } })).toEqual([
      'partials.card:1 template.unknown_variable',
    ]);
  });
});
