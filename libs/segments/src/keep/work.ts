/** What there is to do, and the epoch of the segments. */
export interface Waiting {
  shards: number[];
  epoch: string;
}

/** A row of `recheck`. */
export interface Recheck {
  id: string;
  shard: number;
  contactId: string;
  topic: number;
}

export interface DueRow {
  contactId: string;
  segmentId: string;
  shard: number;
  changesAt: Date;
}

/** How much one batch takes. */
export interface Share {
  rechecks: number;
  dues: number;
}
