import { DomainError, err, ok } from '#libs/kernel';
import type { ErrorPlace, Result } from '#libs/kernel';
import { CompiledMessage } from './compiled.js';
import type { CompiledTemplate, CompiledVariant } from './compiled.js';
import { checkContent } from './content-check.js';
import type { TemplateBundle, VariableSchema } from './content.js';
import { compileEmail } from './email.js';
import type { Resolution } from './expression.js';
import type { DraftLink } from './links.js';
import { Problems } from './problems.js';
import { variableTree } from './schema.js';
import { compileSms } from './sms-variant.js';

/**
 * Compiles every language of a template, once; afterwards a message only takes its values. All that
 * is wrong comes back at once, each with its place: `languages.th.body:12` is a line of the author's
 * own source, `layouts.shop:4` and `partials.button:2` are lines of what it uses.
 */
export async function compileTemplate(
  bundle: TemplateBundle,
  schema: VariableSchema,
): Promise<Result<CompiledTemplate, ErrorPlace[]>> {
  const problems = new Problems();
  const { content } = bundle;
  if (!checkContent(content, problems)) return err(problems.list());
  const own = content.variables ?? {};
  for (const name of Object.keys(own)) {
    if (Object.hasOwn(schema, name) || name === 'language') {
      problems.at(`variables.${name}`, 'invalid_content', `"${name}" is already taken.`);
    }
  }
  const tree = variableTree(schema, own);
  const links: DraftLink[] = [];
  const variants = new Map<string, CompiledVariant>();
  const used: Resolution['used'] = new Map();
  for (const language of Object.keys(content.languages)) {
    const { fallbackLanguage } = content;
    const on: Resolution = { language, fallbackLanguage, tree, problems, used };
    const variant =
      content.channel === 'email'
        ? await compileEmail(content, bundle, language, on, links)
        : compileSms(content, bundle, language, on, links);
    if (variant) variants.set(language, variant);
  }
  if (problems.count > 0) return err(problems.list());
  const template = new CompiledMessage(content, variants, links, used);
  tryOut(template, problems);
  return problems.count > 0 ? err(problems.list()) : ok(template);
}

/** Handlebars compiles at the first rendering: let that be now, with the sample data. */
function tryOut(template: CompiledMessage, problems: Problems): void {
  for (const language of template.languages) {
    try {
      template.facts(language);
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      problems.at('sampleData', 'too_large', error.message);
    }
  }
}
