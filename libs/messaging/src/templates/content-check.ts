import type { TemplateContent, VariableSpec } from './content.js';
import { isLanguageTag } from './language.js';
import type { Problems } from './problems.js';

type Fields = Readonly<Record<string, unknown>>;

const types = new Set<unknown>(['text', 'number', 'yesno', 'date', 'list']);
const variableName = /^[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*$/;
const common = ['channel', 'languages', 'fallbackLanguage', 'sampleData', 'variables'];

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Checks the shape of what came from outside. Problems are added, with their place. */
export function checkContent(content: unknown, problems: Problems): content is TemplateContent {
  const before = problems.count;
  const bad = (place: string, message: string) => problems.at(place, 'invalid_content', message);
  if (!isFields(content)) {
    bad('content', 'A template is an object.');
    return false;
  }
  const email = content['channel'] === 'email';
  if (!email && content['channel'] !== 'sms') bad('channel', 'The channel is email or sms.');
  onlyKnown(content, email ? [...common, 'layout'] : common, '', bad);
  if (!isFields(content['sampleData'])) bad('sampleData', 'Sample data is an object.');
  if (content['layout'] !== undefined && typeof content['layout'] !== 'string') {
    bad('layout', 'The layout is the name of one.');
  }
  checkLanguages(content, email, bad);
  if (content['variables'] !== undefined) checkVariables(content['variables'], 'variables', 0, bad);
  return problems.count === before;
}

type Bad = (place: string, message: string) => void;

function onlyKnown(fields: Fields, known: readonly string[], prefix: string, bad: Bad): void {
  for (const key of Object.keys(fields)) {
    if (!known.includes(key)) bad(prefix + key, `There is no field "${key}" here.`);
  }
}

function checkLanguages(content: Fields, email: boolean, bad: Bad): void {
  const { languages, fallbackLanguage } = content;
  if (!isFields(languages) || Object.keys(languages).length === 0) {
    bad('languages', 'A template has at least one language.');
    return;
  }
  if (typeof fallbackLanguage !== 'string' || !Object.hasOwn(languages, fallbackLanguage)) {
    bad('fallbackLanguage', 'The fallback is one of the languages.');
  }
  for (const [tag, variant] of Object.entries(languages)) {
    const place = `languages.${tag}`;
    if (!isLanguageTag(tag)) bad(place, `"${tag}" is no language tag (BCP 47).`);
    if (!isFields(variant)) {
      bad(place, 'A language variant is an object.');
      continue;
    }
    onlyKnown(variant, email ? ['subject', 'preheader', 'body'] : ['body'], `${place}.`, bad);
    for (const field of email ? ['subject', 'body'] : ['body']) {
      const text = variant[field];
      if (typeof text !== 'string' || text.trim() === '') {
        bad(`${place}.${field}`, 'This text is needed.');
      }
    }
    if (variant['preheader'] !== undefined && typeof variant['preheader'] !== 'string') {
      bad(`${place}.preheader`, 'The preheader is text.');
    }
  }
}

function checkVariables(value: unknown, place: string, depth: number, bad: Bad): void {
  if (!isFields(value) || depth > 3) {
    bad(place, 'Variables are an object, lists within lists at most three deep.');
    return;
  }
  for (const [name, spec] of Object.entries(value)) {
    const at = `${place}.${name}`;
    if (!variableName.test(name)) bad(at, `"${name}" is no name of a variable.`);
    if (!isFields(spec) || !types.has((spec as Partial<VariableSpec>).type)) {
      bad(at, `The type is one of ${[...types].join(', ')}.`);
    } else if (spec['item'] !== undefined) {
      checkVariables(spec['item'], `${at}.item`, depth + 1, bad);
    }
  }
}
