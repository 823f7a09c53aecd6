import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { baseSchema, bundleOf, compileTemplate, readTemplateFolder } from './index.js';

describe('the templates that are shipped', () => {
  it('compile, in Thai and English, with a way out and below the size that Gmail clips', async () => {
    const folder = await readTemplateFolder(join(import.meta.dirname, '../../../../templates'));
    expect(Object.keys(folder.templates)).toEqual(
      expect.arrayContaining(['flash-sale-sms', 'monsoon-sale', 'welcome']),
    );
    for (const content of Object.values(folder.templates)) {
      const result = await compileTemplate(bundleOf(content, folder), baseSchema);
      if (!result.ok) throw new Error(JSON.stringify(result.error));
      expect(result.value.languages).toEqual(expect.arrayContaining(['th', 'en']));
      for (const language of result.value.languages) {
        const facts = result.value.facts(language);
        expect(facts.hasUnsubscribeLink).toBe(true);
        expect(facts.htmlBytes).toBeLessThan(102 * 1024);
        expect(facts.imagesWithoutAlt).toEqual([]);
      }
    }
  });
});

describe('readTemplateFolder', () => {
  let root = '';
  beforeEach(async () => (root = await mkdtemp(join(tmpdir(), 'templates-'))));
  afterEach(() => rm(root, { recursive: true }));

  it('names the file that is no JSON', async () => {
    await mkdir(join(root, 'hello'));
    await writeFile(join(root, 'hello/template.json'), '{');
    await expect(readTemplateFolder(root)).rejects.toMatchObject({
      code: 'template.folder_invalid',
      places: [{ place: 'templates/hello/template.json' }],
    });
  });

  it('names the text that is missing', async () => {
    await mkdir(join(root, 'hello/th'), { recursive: true });
    await writeFile(
      join(root, 'hello/template.json'),
      '{"channel":"email","fallbackLanguage":"th","sampleData":{}}',
    );
    await writeFile(join(root, 'hello/th/body.mjml'), '<mjml></mjml>\n');
    await expect(readTemplateFolder(root)).rejects.toMatchObject({
      places: [{ place: 'languages.th.subject' }],
    });
  });

  it('says that there is no folder', async () => {
    await expect(readTemplateFolder(join(root, 'none'))).rejects.toMatchObject({
      code: 'template.folder_invalid',
    });
  });
});

describe('bundleOf', () => {
  it('takes the layouts and partials that are used, and no others', () => {
    const content = {
      channel: 'email',
      fallbackLanguage: 'en',
      sampleData: {},
      layout: 'shop',
      languages: { en: { subject: 'x', body: '{{> a}}' } },
    } as const;
    const library = {
      layouts: { shop: '{{> body}}{{> b}}', other: '{{> body}}' },
      partials: { a: '{{~> c}}', b: 'b', c: '{{> a}}', d: 'd' },
    };
    const bundle = bundleOf(content, library);
    expect(Object.keys(bundle.layouts)).toEqual(['shop']);
    expect(Object.keys(bundle.partials).sort()).toEqual(['a', 'b', 'c']);
  });
});
