import type { PairSums } from '../statistics/index.js';
import { tooManyValues } from './past.errors.js';
import type { PastLayout } from './past-campaign.js';

/** One person, as read: the outcomes in the layout's order, yes as 1. */
export interface PastRow {
  arm: string;
  outcomes: readonly number[];
  groups: readonly string[];
  before: number;
}

/** Sums over some people, one for each outcome: enough for every figure that is told. */
export type OutcomeSums = PairSums[];

/** Sums by arm. */
export type ArmSums = Record<string, OutcomeSums>;

/** A whole file, summed up. */
export interface PastTally {
  arms: ArmSums;
  /** By column, by value. */
  groups: Record<string, Record<string, ArmSums>>;
}

const mostArms = 20;
const mostValues = 100;

/** Sums up people one by one: what it holds does not grow with them. */
export class Tally {
  private readonly arms = new Map<string, OutcomeSums>();
  private readonly groups = new Map<string, Map<string, Map<string, OutcomeSums>>>();

  constructor(private readonly layout: PastLayout) {
    for (const column of layout.groups) this.groups.set(column, new Map());
  }

  /** @throws DomainError past.too_many_values for a column that does not part people into a few groups */
  add(row: PastRow): void {
    this.count(this.arms, this.layout.arm, mostArms, row);
    for (const [n, column] of this.layout.groups.entries()) {
      const values = this.groups.get(column)!;
      const value = row.groups[n]!;
      let arms = values.get(value);
      if (!arms) {
        if (values.size === mostValues) throw tooManyValues(column, mostValues);
        arms = new Map<string, OutcomeSums>();
        values.set(value, arms);
      }
      this.count(arms, this.layout.arm, mostArms, row);
    }
  }

  get result(): PastTally {
    return {
      arms: Object.fromEntries(this.arms),
      groups: Object.fromEntries(
        [...this.groups].map(([column, values]) => [
          column,
          Object.fromEntries([...values].map(([value, arms]) => [value, Object.fromEntries(arms)])),
        ]),
      ),
    };
  }

  private count(arms: Map<string, OutcomeSums>, column: string, most: number, row: PastRow): void {
    let sums = arms.get(row.arm);
    if (!sums) {
      if (arms.size === most) throw tooManyValues(column, most);
      sums = this.layout.outcomes.map(() => ({ of: 0, x: 0, y: 0, xx: 0, xy: 0, yy: 0 }));
      arms.set(row.arm, sums);
    }
    for (const [n, sum] of sums.entries()) addTo(sum, row.before, row.outcomes[n]!);
  }
}

function addTo(sum: PairSums, x: number, y: number): void {
  sum.of += 1;
  sum.x += x;
  sum.y += y;
  sum.xx += x * x;
  sum.xy += x * y;
  sum.yy += y * y;
}
