import type { ErrorPlace } from '#libs/kernel';

/** Codes of what can be wrong with a template. Part of the public contract. */
export type TemplateProblemCode =
  | 'syntax'
  | 'too_large'
  | 'too_deep'
  | 'broken_markup'
  | 'unsafe_markup'
  | 'unsafe_expression'
  | 'unknown_variable'
  | 'unknown_helper'
  | 'unknown_partial'
  | 'unknown_layout'
  | 'unknown_parameter'
  | 'missing_parameter'
  | 'wrong_arguments'
  | 'not_a_list'
  | 'link_not_static'
  | 'link_scheme'
  | 'invalid_content';

/** A line of one source: `languages.th.body`, `layouts.shop`, `partials.button`. */
export interface Position {
  readonly source: string;
  readonly line: number;
}

/** Collects what is wrong, each thing once, so that the author sees everything in one go. */
export class Problems {
  private readonly found = new Map<string, ErrorPlace>();

  add(at: Position, code: TemplateProblemCode, message: string): void {
    this.at(`${at.source}:${at.line}`, code, message);
  }

  at(place: string, code: TemplateProblemCode, message: string): void {
    const problem = { place, code: `template.${code}`, message };
    this.found.set(`${place} ${code} ${message}`, problem);
  }

  get count(): number {
    return this.found.size;
  }

  list(): ErrorPlace[] {
    return [...this.found.values()];
  }
}
