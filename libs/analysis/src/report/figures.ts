/** A text that people see. */
export interface Text {
  en: string;
  th: string;
}

/** A share that says of what it is one. */
export interface Rate {
  /** numerator ÷ denominator, 0 to 1; null when nothing stands below the line. */
  value: number | null;
  numerator: number;
  denominator: number;
  definition: Text;
}

/** How many did it, and what share that is. */
export interface Figure {
  count: number;
  rate: Rate;
}

/** An amount of one currency; amounts of different ones are never added up. */
export interface Revenue {
  /** ISO 4217. */
  currency: string;
  /** Exact decimal, four places. */
  amount: string;
  events: number;
  contacts: number;
}
