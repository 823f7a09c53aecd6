export type SignalKind = 'entered' | 'left';
/** What made the verdict change: something about the contact, the passing of time, an edit of the rule. */
export type SignalCause = 'change' | 'clock' | 'rule';

export interface NewSignal {
  segmentId: string;
  contactId: string;
  kind: SignalKind;
  cause: SignalCause;
  /** Of the rule. */
  version: number;
}

export interface Membership {
  segmentId: string;
  generation: number;
  contactId: string;
}

export interface Due {
  contactId: string;
  segmentId: string;
  /** null: time changes nothing any more. */
  changesAt: Date | null;
}

/** What one batch of judgements comes to. */
export class KeepChanges {
  readonly entered: Membership[] = [];
  readonly left: Membership[] = [];
  readonly signals: NewSignal[] = [];
  readonly dues: Due[] = [];
  readonly touched: { segmentId: string; contactId: string }[] = [];
  /** Contacts that do not exist any more. */
  readonly gone: string[] = [];
}
