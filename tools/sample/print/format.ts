/** 4,052 */
export const count = (number: number): string => number.toLocaleString('en-US');

/** 12.3 %; a dash when there is nothing to divide by. */
export const percent = (share: number | null | undefined): string =>
  share === null || share === undefined ? '–' : `${(share * 100).toFixed(1)} %`;

/** +5.1: the difference of two shares in percentage points. */
export const points = (difference: number): string => {
  const text = Math.abs(difference * 100).toFixed(1);
  return `${difference < 0 ? '−' : '+'}${text}`;
};

/** 1,290.50 THB from an exact decimal. */
export function money(amount: string | number, currency: string): string {
  const digits = { minimumFractionDigits: 2, maximumFractionDigits: 2 };
  return `${Number(amount).toLocaleString('en-US', digits)} ${currency}`;
}

/** What stands in lists between things: `no_address` becomes `no address`. */
export const words = (code: string): string => code.replaceAll('_', ' ');
