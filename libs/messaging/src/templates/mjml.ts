import { messageOf } from '#libs/kernel';
import type { Expansion } from './expansion.js';
import type { Position, Problems } from './problems.js';

interface MjmlProblem {
  readonly line: number;
  readonly message: string;
  readonly tagName: string;
}

/** Faults that are reported; nobody reads more. */
const most = 50;

/**
 * Compiles marked MJML to HTML: strict, without includes, without fonts from elsewhere. MJML is
 * loaded when it is first needed, as it takes half a second.
 */
export async function compileMjml(
  markup: string,
  out: Expansion,
  language: string,
  source: string,
  problems: Problems,
): Promise<string | undefined> {
  const { default: mjml } = await import('mjml');
  try {
    const { html } = await mjml(markup, {
      validationLevel: 'strict',
      ignoreIncludes: true,
      keepComments: false,
      fonts: {},
    });
    // What MJML says when the author does not: undetermined. Screen readers would guess.
    return tidy(html).replace('<html lang="und"', `<html lang="${language}"`);
  } catch (error) {
    const found = mjmlProblems(error);
    for (const { line, tagName, message } of found) {
      problems.add(positionOf(line, tagName, out), 'broken_markup', `<${tagName}>: ${message}.`);
    }
    if (found.length === 0) {
      problems.add({ source, line: 1 }, 'broken_markup', messageOf(error).split('\n')[0] ?? '');
    }
    return undefined;
  }
}

/** MJML indents for people; nobody reads it, and Gmail clips at 102 KB. */
function tidy(html: string): string {
  return html.includes('<pre') ? html : html.replace(/\s*\n\s*/g, '\n');
}

function mjmlProblems(error: unknown): MjmlProblem[] {
  if (typeof error !== 'object' || error === null || !('errors' in error)) return [];
  return Array.isArray(error.errors) ? (error.errors as MjmlProblem[]).slice(0, most) : [];
}

/** MJML counts the lines of the expanded text: leads back to the author's own. */
function positionOf(line: number, tag: string, out: Expansion): Position {
  const before = out.text.split('\n').slice(0, line - 1);
  const start = before.reduce((length, one) => length + one.length + 1, 0);
  const end = out.text.indexOf('\n', start);
  const inLine = out.text.slice(start, end < 0 ? undefined : end).indexOf(`<${tag}`);
  return out.positionAt(start + Math.max(0, inLine));
}
