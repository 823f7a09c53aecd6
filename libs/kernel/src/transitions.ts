/** Which moves are legal: every state, and the states that may follow it. */
export type Transitions<S extends string> = { readonly [State in S]: readonly S[] };

/** Whether `from → to` stands in the table. */
export function mayMove<S extends string>(table: Transitions<S>, from: S, to: S): boolean {
  return table[from].includes(to);
}

/** The states from which `to` can be reached in one move: the guard of an UPDATE. */
export function sourcesOf<S extends string>(table: Transitions<S>, to: S): S[] {
  return (Object.keys(table) as S[]).filter((from) => table[from].includes(to));
}
