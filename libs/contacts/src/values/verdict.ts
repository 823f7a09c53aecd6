import { err, type Result } from '#libs/kernel';

/** Why a value is refused. The message speaks of the rule, never of the value: no personal data. */
export interface Refusal {
  code: string;
  message: string;
}

/** A value in its canonical form, or why there is none. */
export type Verdict<T> = Result<T, Refusal>;

export const refuse = (code: string, message: string) => err<Refusal>({ code, message });
