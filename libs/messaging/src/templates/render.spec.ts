import { asEmail, compiled, email, page, problemsOf, sms, textPage } from './testing/compile.js';
import type { TemplateContent } from './content.js';

const context = { timeZone: 'Asia/Bangkok' };

describe('escaping', () => {
  it('escapes in HTML and nowhere else', async () => {
    const source = 'Hi {{contact.firstName}}';
    const content = email(textPage(source), { subject: source, preheader: source });
    const message = asEmail(await compiled(content), {
      contact: { firstName: `<b>O'Neil & "Co"` },
    });
    expect(message.html).toContain('Hi &lt;b&gt;O&#x27;Neil &amp; &quot;Co&quot;');
    expect(message.html).not.toContain('<b>');
    for (const part of [message.subject, message.preheader, message.text]) {
      expect(part).toBe(`Hi <b>O'Neil & "Co"`);
    }
    const text = await compiled(sms(source));
    expect(text.render('en', { contact: { firstName: '<&>' } }, context).text).toBe('Hi <&>');
  });

  it('lets no line break into a header', async () => {
    const content = email(textPage('x'), {
      subject: 'A\n{{contact.firstName}}',
      preheader: '{{contact.firstName}}',
    });
    const firstName = 'x\r\nBcc: a@example.test\u2028\u0000\u0085y';
    const { subject, preheader } = asEmail(await compiled(content), { contact: { firstName } });
    expect(subject).toBe('A x Bcc: a@example.test y');
    expect(preheader).toBe('x Bcc: a@example.test y');
  });

  it('hides the preheader by what spam filters take for a layout, not for a trick', async () => {
    const content = email(textPage('x'), { subject: 's', preheader: 'Until Monday' });
    const { html } = asEmail(await compiled(content), {});
    const [, style] = /<div style="([^"]*)">Until Monday/.exec(html)!;
    expect(style).toContain('display:none');
    // SpamAssassin's __FONT_INVIS: letters of no size, of no colour or that one sees through.
    expect(style).not.toMatch(/font|color|opacity/);
  });

  it('writes nothing for what is missing', async () => {
    const template = await compiled(
      email(textPage('[{{contact.firstName}}{{contact.birthDate}}]')),
    );
    expect(asEmail(template, {}).text).toBe('[]');
    expect(asEmail(template, { contact: null }).text).toBe('[]');
  });
});

describe('links', () => {
  const column = `
    <mj-button href="https://shop.example/p/{{contact.city}}?a=1&amp;b={{contact.lastName}}">Buy <b>now</b></mj-button>
    <mj-image src="https://shop.example/i.png" alt="A lamp" href="https://shop.example/lamp" />
    <mj-text><a href="mailto:a@example.test">mail</a> <a href="tel:+6621234567">call</a>
      <a href="{{unsubscribeUrl}}">leave</a> <a href="https://shop.example/static">{{contact.city}}</a></mj-text>`;
  const data = {
    contact: { city: 'เชียงใหม่/../x', lastName: 'a&b=c' },
    unsubscribeUrl: 'https://t.example/u/1?x=1',
  };

  it('gives every web address a slot, in HTML and text alike', async () => {
    const template = await compiled(email(page(column)));
    expect(template.links).toEqual([
      {
        position: 0,
        language: 'en',
        url: 'https://shop.example/p/{{contact.city}}?a=1&b={{contact.lastName}}',
        label: 'Buy now',
        perItem: false,
      },
      {
        position: 1,
        language: 'en',
        url: 'https://shop.example/lamp',
        label: 'A lamp',
        perItem: false,
      },
      {
        position: 2,
        language: 'en',
        url: 'https://shop.example/static',
        label: '…',
        perItem: false,
      },
    ]);
    const seen: string[] = [];
    const link = (position: number, url: string) => {
      seen.push(url);
      return `https://t.example/c/${position}?k=1`;
    };
    const message = template.render('en', data, { ...context, link });
    if (message.channel !== 'email') throw new Error('not an e-mail');
    const hrefs = [...message.html.matchAll(/<a\s[^>]*href="([^"]*)"/g)].map((match) => match[1]);
    expect(hrefs).toEqual([
      'https://t.example/c/0?k&#x3D;1',
      'https://t.example/c/1?k&#x3D;1',
      'mailto:a@example.test',
      'tel:+6621234567',
      'https://t.example/u/1?x&#x3D;1',
      'https://t.example/c/2?k&#x3D;1',
    ]);
    expect(message.text).toContain('<https://t.example/c/0?k=1>');
    expect(message.text).toContain('leave <https://t.example/u/1?x=1>');
    expect(seen.slice(0, 3)).toEqual([0, 1, 2].map((at) => template.renderUrl(at, data)));
  });

  it('answers a click with values percent-encoded and the host as written', async () => {
    const template = await compiled(email(page(column)));
    const url = template.renderUrl(0, data) ?? '';
    expect(new URL(url).host).toBe('shop.example');
    expect(url).toContain(`/p/${encodeURIComponent(data.contact.city)}?a=1&b=a%26b%3Dc`);
    expect(template.renderUrl(9, data)).toBeUndefined();
  });

  it.each([
    '{{contact.city}}',
    'https://{{contact.city}}/x',
    'https://shop.example{{contact.city}}',
    'https://shop.example:{{contact.city}}/',
    'https://user@shop.example/',
    'https://shop.example\\@evil.test/',
    '//evil.test/',
    '/relative',
    'https:/evil.test',
    '{{#if contact.city}}https://a.test/{{/if}}',
  ])('refuses an address whose host is not written out: %s', async (address) => {
    const body = textPage(`\n<a href="${address}">x</a>`);
    expect(await problemsOf(email(body))).toEqual(['languages.en.body:2 template.link_not_static']);
  });

  it('refuses addresses that MJML would build', async () => {
    const social =
      '<mj-social><mj-social-element name="facebook" href="https://a.test/">x</mj-social-element></mj-social>';
    expect(await problemsOf(email(page(social)))).toEqual([
      'languages.en.body template.link_not_static',
    ]);
  });

  it('tells links that depend on the item of a loop', async () => {
    const variables = { items: { type: 'list', item: { sku: { type: 'text' } } } } as const;
    const loop = '{{#each items}}<a href="https://a.test/{{sku}}">x</a>{{/each}}';
    const template = await compiled(email(textPage(loop)), { variables });
    expect(template.links).toMatchObject([{ perItem: true }]);
    expect(template.renderUrl(0, {})).toBeUndefined();
    const seen: string[] = [];
    const link = (_: number, url: string) => (seen.push(url), url);
    template.render('en', { items: [{ sku: 'a' }, { sku: 'b' }] }, { ...context, link });
    expect(seen.slice(0, 2)).toEqual(['https://a.test/a', 'https://a.test/b']);
  });

  it('tracks addresses in SMS, without the dot that ends the sentence', async () => {
    const template = await compiled(
      sms('See https://a.test/{{contact.city}}. Stop {{unsubscribeUrl}}'),
    );
    const link = (position: number) => `https://t.test/${position}`;
    const unsubscribeUrl = 'https://t.test/u';
    expect(template.render('en', { unsubscribeUrl }, { ...context, link }).text).toBe(
      'See https://t.test/0. Stop https://t.test/u',
    );
    expect(template.renderUrl(0, { contact: { city: 'a b' } })).toBe('https://a.test/a%20b');
  });
});

describe('the pixel', () => {
  it('stands before the end of the body, and not in previews', async () => {
    const template = await compiled(email(textPage('x')));
    const message = template.render('en', {}, { ...context, pixelUrl: 'https://t.test/o?a=1&b=2' });
    if (message.channel !== 'email') throw new Error('not an e-mail');
    expect(message.html).toMatch(
      /<img src="https:\/\/t\.test\/o\?a&#x3D;1&amp;b&#x3D;2"[^>]*><\/body>/,
    );
    expect(asEmail(template, {}).html).not.toContain('<img');
  });
});

describe('languages', () => {
  const languages = { en: { body: 'Hello' }, th: { body: 'สวัสดี' }, 'pt-BR': { body: 'Olá' } };
  it.each([
    ['th', 'th'],
    ['th-TH', 'th'],
    ['TH', 'th'],
    ['pt-br', 'pt-BR'],
    ['pt', 'en'],
    ['de', 'en'],
    ['', 'en'],
    [null, 'en'],
  ])('%s is answered in %s', async (wanted, chosen) => {
    const content: TemplateContent = {
      channel: 'sms',
      fallbackLanguage: 'en',
      sampleData: {},
      languages,
    };
    expect((await compiled(content)).render(wanted, {}, context).language).toBe(chosen);
  });
});

describe('facts for preflight', () => {
  it('knows the way out, the size and the pictures without words', async () => {
    const body = page(
      '<mj-image src="https://a.test/x.png" />\n<mj-image alt="" src="https://a.test/y.png" /><mj-text><a href="{{unsubscribeUrl}}">x</a></mj-text>',
    );
    const facts = (await compiled(email(body))).facts('en');
    expect(facts).toMatchObject({
      hasUnsubscribeLink: true,
      imagesWithoutAlt: ['languages.en.body:1'],
    });
    expect(facts.htmlBytes).toBeGreaterThan(1_000);
    expect((await compiled(email(textPage('x')))).facts('en').hasUnsubscribeLink).toBe(false);
  });
});
