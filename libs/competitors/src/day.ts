/** Years a note can sensibly be about; what lies beyond is a slip, or a year of the Buddhist era. */
const [firstYear, lastYear] = [1900, 2200];

/** Whether the text is a day of the calendar, `YYYY-MM-DD` (ISO 8601), between 1900 and 2200. */
export function isDay(text: string): boolean {
  const parts = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  if (parts === null) return false;
  const year = Number(parts[1]);
  if (year < firstYear || year > lastYear) return false;
  const day = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text);
}

/** The same day of the common era where a year of the Buddhist era was written (2569 is 2026). */
export function fromBuddhistEra(text: string): string | null {
  const common = `${Number(text.slice(0, 4)) - 543}${text.slice(4)}`;
  return !isDay(text) && isDay(common) ? common : null;
}
