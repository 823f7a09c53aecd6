import { fold } from '#libs/kernel';
import type { TextForm } from './schema.js';

/** How a kept text and a wanted text are brought to the form in which they are compared. */
export interface Form {
  /** What SQL finds in the column, computed from the value that people see. */
  readonly kept: (text: string) => string;
  readonly wanted: (text: string) => string;
  /** Trailing spaces are possible: the PAD SPACE of utf8mb4_bin must be undone. */
  readonly padded: boolean;
}

/** Folded texts that are remembered, so that a rule's own are not folded anew for every contact. */
const REMEMBERED = 5000;
const remembered = new Map<string, string>();

function folded(text: string): string {
  let form = remembered.get(text);
  if (form === undefined) {
    form = fold(text);
    if (remembered.size >= REMEMBERED) remembered.clear();
    remembered.set(text, form);
  }
  return form;
}

const asIs = (text: string): string => text;

export const forms: { readonly [F in TextForm]: Form } = {
  folded: { kept: folded, wanted: folded, padded: false },
  lower: { kept: asIs, wanted: (text) => text.trim().toLowerCase(), padded: true },
  upper: { kept: asIs, wanted: (text) => text.trim().toUpperCase(), padded: true },
  exact: { kept: asIs, wanted: asIs, padded: true },
};
