import { readdir, readFile } from 'node:fs/promises';
import { basename, extname, join } from 'node:path';
import { DomainError, messageOf } from '#libs/kernel';
import { checkContent } from './content-check.js';
import type { TemplateContent, TemplateLibrary } from './content.js';
import { Problems } from './problems.js';

/** All that lies in a templates folder. */
export interface TemplateFolder extends TemplateLibrary {
  /** Messages by the name of their folder. */
  readonly templates: { readonly [key: string]: TemplateContent };
}

type Texts = Record<string, string>;

/**
 * Reads a templates folder: `_layouts/*.mjml`, `_partials/*.{mjml,txt}` and one folder a message with
 * `template.json` (everything but the texts) and a folder a language with `subject.txt`,
 * `preheader.txt` and `body.mjml`, or `body.txt` for SMS. Whether they compile is not looked at.
 * @throws DomainError `template.folder_invalid` that names file and reason.
 */
export async function readTemplateFolder(root: string): Promise<TemplateFolder> {
  const templates: Record<string, TemplateContent> = {};
  for (const key of await foldersIn(root)) {
    if (!/^[._]/.test(key)) templates[key] = await readMessage(join(root, key), key);
  }
  const layouts = await readTexts(join(root, '_layouts'));
  const partials = await readTexts(join(root, '_partials'));
  return { layouts, partials, templates };
}

async function readMessage(folder: string, key: string): Promise<TemplateContent> {
  const settings = await readSettings(folder, key);
  const languages: Record<string, Texts> = {};
  for (const tag of await foldersIn(folder)) {
    const texts = await readTexts(join(folder, tag));
    // The line break that ends the file is no part of a header or of an SMS.
    languages[tag] = Object.fromEntries(
      Object.entries(texts).map(([part, text]) => [part, text.replace(/\r?\n$/, '')]),
    );
  }
  const problems = new Problems();
  const content: unknown = { ...settings, languages };
  if (checkContent(content, problems)) return content;
  const message = `templates/${key} is not a message.`;
  throw new DomainError('template.folder_invalid', 'invalid', message, problems.list());
}

async function readSettings(folder: string, key: string): Promise<object> {
  try {
    const settings: unknown = JSON.parse(await readFile(join(folder, 'template.json'), 'utf8'));
    if (typeof settings === 'object' && settings !== null) return settings;
    throw new Error('an object is needed');
  } catch (error) {
    const place = `templates/${key}/template.json`;
    const problem = { place, code: 'template.invalid_content', message: messageOf(error) };
    const message = `${place} cannot be read.`;
    throw new DomainError('template.folder_invalid', 'invalid', message, [problem]);
  }
}

/** Texts of a folder by their names without ending; none when there is no such folder. */
async function readTexts(folder: string): Promise<Texts> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  const texts: Texts = {};
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const ending = extname(entry.name);
    if (!entry.isFile() || (ending !== '.mjml' && ending !== '.txt')) continue;
    const text = await readFile(join(folder, entry.name), 'utf8');
    texts[basename(entry.name, ending)] = text.replace(/^\uFEFF/, '');
  }
  return texts;
}

async function foldersIn(folder: string): Promise<string[]> {
  try {
    const entries = await readdir(folder, { withFileTypes: true });
    return entries
      .filter((entry) => entry.isDirectory())
      .map((entry) => entry.name)
      .sort();
  } catch {
    const message = `There is no templates folder at ${folder}.`;
    throw new DomainError('template.folder_invalid', 'invalid', message);
  }
}
