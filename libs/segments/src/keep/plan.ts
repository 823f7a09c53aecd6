import type { Keep } from './keep.repository.js';

/** What a segment should be kept by: its rule as JSON with every segment put in. */
export interface Wanted {
  id: string;
  version: number;
  /** null: nobody is to be kept any more. */
  rule: string | null;
  /** Segments that its rule refers to. */
  needs: ReadonlySet<string>;
}

/** What has to be begun. */
export interface Plan {
  /** Segments whose members have to be searched anew, or let go. */
  build: Wanted[];
  /** Segments of which only the version is another. */
  rename: Wanted[];
  /** Whether some segment is not kept as it should be. */
  open: boolean;
}

/**
 * Compares what should be kept with what is. A segment waits for those that it refers to, so that a
 * change runs through them in the order of their dependence; they stand in no circle.
 */
export function plan(wanted: readonly Wanted[], keeps: readonly Keep[]): Plan {
  const byId = new Map(keeps.map((keep) => [keep.segmentId, keep]));
  const unsettled = new Set(
    wanted.filter((want) => !isKept(want, byId.get(want.id))).map(({ id }) => id),
  );
  const result: Plan = { build: [], rename: [], open: unsettled.size > 0 };
  for (const want of wanted) {
    const keep = byId.get(want.id);
    if (!unsettled.has(want.id)) {
      if (keep && want.rule !== null && keep.version !== want.version) result.rename.push(want);
      continue;
    }
    if (isBegun(want, keep) || keep?.state === 'switching') continue;
    if (![...want.needs].some((id) => unsettled.has(id))) result.build.push(want);
  }
  return result;
}

const isKept = ({ rule }: Wanted, keep: Keep | undefined): boolean =>
  rule === null
    ? keep === undefined || keep.state === 'off'
    : keep?.state === 'kept' && keep.rule === rule;

const isBegun = ({ rule }: Wanted, keep: Keep | undefined): boolean =>
  (keep?.state === 'building' || keep?.state === 'settling') && keep.buildRule === rule;
