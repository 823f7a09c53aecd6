import type { ErrorPlace } from '#libs/kernel';
import { baseSchema } from '../base-schema.js';
import { compileTemplate } from '../compile.js';
import type { CompiledTemplate, RenderedEmail } from '../compiled.js';
import type {
  EmailVariant,
  TemplateBundle,
  TemplateContent,
  TemplateLibrary,
  VariableSchema,
} from '../content.js';

/** An MJML document around what stands in one column. */
export const page = (column: string): string =>
  `<mjml><mj-body><mj-section><mj-column>${column}</mj-column></mj-section></mj-body></mjml>`;

/** An MJML document around a text. */
export const textPage = (text: string): string => page(`<mj-text>${text}</mj-text>`);

const library: TemplateLibrary = { layouts: {}, partials: {} };

/** An English e-mail with this body. */
export function email(body: string, more: Partial<EmailVariant> = {}): TemplateContent {
  return {
    channel: 'email',
    fallbackLanguage: 'en',
    sampleData: {},
    languages: { en: { subject: 'Subject', body, ...more } },
  };
}

/** An English SMS with this body. */
export function sms(body: string): TemplateContent {
  return { channel: 'sms', fallbackLanguage: 'en', sampleData: {}, languages: { en: { body } } };
}

export interface Given {
  readonly variables?: VariableSchema;
  readonly library?: Partial<TemplateLibrary>;
}

function bundle(content: TemplateContent, given: Given): TemplateBundle {
  const own = given.variables ? { ...content, variables: given.variables } : content;
  return { content: own, ...library, ...given.library };
}

/** The compiled template; fails with what was wrong. */
export async function compiled(
  content: TemplateContent,
  given: Given = {},
): Promise<CompiledTemplate> {
  const result = await compileTemplate(bundle(content, given), baseSchema);
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
}

/** What was wrong: `place code` for each problem. */
export async function problemsOf(content: TemplateContent, given: Given = {}): Promise<string[]> {
  return (await errorsOf(content, given)).map(({ place, code }) => `${place} ${code}`);
}

export async function errorsOf(content: TemplateContent, given: Given = {}): Promise<ErrorPlace[]> {
  const result = await compileTemplate(bundle(content, given), baseSchema);
  return result.ok ? [] : result.error;
}

/** One e-mail, rendered as for a preview. */
export function asEmail(
  template: CompiledTemplate,
  data: Record<string, unknown>,
  language = 'en',
): RenderedEmail {
  const message = template.render(language, data, { timeZone: 'Asia/Bangkok' });
  if (message.channel !== 'email') throw new Error('not an e-mail');
  return message;
}
