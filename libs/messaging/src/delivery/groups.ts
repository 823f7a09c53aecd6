/** The ids of some rows. */
export const idsOf = (rows: readonly { id: string }[]): string[] => rows.map(({ id }) => id);

/** Rows with the same key together, in the order in which keys first come. */
export function groupBy<T>(rows: readonly T[], keyOf: (row: T) => string): T[][] {
  const groups = new Map<string, T[]>();
  for (const row of rows) {
    const key = keyOf(row);
    const group = groups.get(key);
    if (group) group.push(row);
    else groups.set(key, [row]);
  }
  return [...groups.values()];
}
