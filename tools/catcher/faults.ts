/** What a catcher does wrong on purpose. */
export type Fault =
  /** Refuses with this reply: at RCPT TO, or after the final dot. An SMS gateway answers `code`. */
  | { do: 'reply'; code: number; text: string; at?: 'rcpt' | 'data' }
  /** Keeps the message, and answers only after so many milliseconds. */
  | { do: 'delay'; milliseconds: number }
  /** Breaks the connection before any octet of the message was taken: nothing is kept. */
  | { do: 'drop-before' }
  /** Keeps the whole message, then breaks the connection instead of answering. */
  | { do: 'drop-after' };

export interface FaultRule {
  /** For recipients that match; for all when absent. */
  to?: RegExp;
  /** How many messages it strikes before it is spent; without end when absent. */
  times?: number;
  fault: Fault;
}

/** The faults of one catcher. Rules are asked in the order they were added; the first one strikes. */
export class Faults {
  private rules: FaultRule[] = [];

  add(rule: FaultRule): this {
    this.rules.push({ ...rule });
    return this;
  }

  clear(): void {
    this.rules = [];
  }

  /**
   * The fault for these recipients, which uses up one of its times.
   *
   * @param wanted leaves rules of other kinds untouched
   */
  strike(to: readonly string[], wanted: (fault: Fault) => boolean): Fault | undefined {
    const rule = this.rules.find(
      (one) => one.times !== 0 && wanted(one.fault) && to.some((address) => matches(one, address)),
    );
    if (rule?.times !== undefined) rule.times -= 1;
    return rule?.fault;
  }
}

function matches({ to }: FaultRule, address: string): boolean {
  return to === undefined || new RegExp(to.source, to.flags.replace('g', '')).test(address);
}

/** Whether the fault shows at RCPT TO already. */
export function atRecipient(fault: Fault): boolean {
  return fault.do === 'reply' && fault.at !== 'data';
}
