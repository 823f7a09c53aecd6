import type { TemplateBundle, TemplateContent, TemplateLibrary } from './content.js';

const call = /\{\{~?>\s*([\w/-]+)/g;

const valuesOf = (value: unknown): unknown[] =>
  typeof value === 'object' && value !== null ? Object.values(value) : [];

/**
 * A template with the layouts and partials that it uses, and no others. The content need not have
 * been checked: what is no text in it is passed over.
 */
export function bundleOf(content: TemplateContent, library: TemplateLibrary): TemplateBundle {
  const layouts: Record<string, string> = {};
  const partials: Record<string, string> = {};
  const waiting = valuesOf(content.languages)
    .flatMap(valuesOf)
    .filter((text) => typeof text === 'string');
  if (content.channel === 'email' && typeof content.layout === 'string') {
    const text = own(library.layouts, content.layout);
    if (text !== undefined) waiting.push((layouts[content.layout] = text));
  }
  for (let text = waiting.pop(); text !== undefined; text = waiting.pop()) {
    for (const [, name = ''] of text.matchAll(call)) {
      const partial = own(library.partials, name);
      if (partial !== undefined && !Object.hasOwn(partials, name)) {
        waiting.push((partials[name] = partial));
      }
    }
  }
  return { content, layouts, partials };
}

const own = (texts: Readonly<Record<string, string>>, name: string): string | undefined =>
  Object.hasOwn(texts, name) ? texts[name] : undefined;
