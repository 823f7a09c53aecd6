/** What was measured of each person: whether they did it, or how much. */
export interface PastOutcome {
  /** The file's column. */
  column: string;
  kind: 'yes_no' | 'number';
  /** ISO 4217, of an amount of money; null of any other number. */
  currency: string | null;
}

/** Which column of the file says what. */
export interface PastLayout {
  /** Names each person's group. */
  arm: string;
  /** What the column says of those who got nothing, or what was sent before. */
  control: string;
  /** The first is what the campaign was for. */
  outcomes: readonly PastOutcome[];
  /** What was known of each before: for whom the campaign did how much. */
  groups: readonly string[];
  /** A number that was known of each before, such as last year's sales: it makes intervals narrower. */
  before: string | null;
}

/** A campaign that was not sent from here. */
export interface PastCampaign {
  id: string;
  name: string;
  /** `2008-03-20`; null when nobody knows. */
  ranOn: string | null;
  layout: PastLayout;
  createdAt: Date;
  /** When its file was read; null before. */
  readAt: Date | null;
}
