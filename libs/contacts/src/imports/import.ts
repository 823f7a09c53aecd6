import type { Transitions } from '#libs/kernel';
import type { ImportOptions } from './import-options.js';

export type ImportState = 'uploading' | 'queued' | 'running' | 'done' | 'failed' | 'cancelled';

/**
 * Which moves an import may make; nothing else changes its state. What failed or was cancelled may be
 * tried again while its file is kept, and what was only tried out (dry run) may be done.
 */
export const importTransitions: Transitions<ImportState> = {
  uploading: ['queued', 'cancelled'],
  queued: ['running', 'cancelled'],
  running: ['running', 'done', 'failed', 'cancelled'],
  done: ['queued'],
  failed: ['queued'],
  cancelled: ['queued'],
};

export const importAdapters = ['contacts_csv', 'events_csv', 'hillstrom', 'cdnow'] as const;
export type ImportAdapterName = (typeof importAdapters)[number];

/** What became of the rows so far. For events: stored, (never), known already, refused. */
export interface RowCounts {
  created: number;
  updated: number;
  unchanged: number;
  failed: number;
}

/** One import of a file. */
export interface Import {
  id: string;
  adapter: ImportAdapterName;
  fileName: string;
  fileBytes: number;
  options: ImportOptions;
  dryRun: boolean;
  state: ImportState;
  /** Physical lines of the file that are settled. */
  linesDone: number;
  /** Offset of the first byte that is not settled. */
  bytesDone: number;
  counts: RowCounts;
  errorCode: string | null;
  errorMessage: string | null;
  createdBy: string | null;
  createdAt: Date;
  startedAt: Date | null;
  finishedAt: Date | null;
  touchedAt: Date | null;
}

export const rowsOf = ({ created, updated, unchanged, failed }: RowCounts): number =>
  created + updated + unchanged + failed;

/** Rows settled a second since the work began; null before it has begun. */
export function rowsPerSecond(of: Import): number | null {
  const last = of.finishedAt ?? of.touchedAt;
  if (!of.startedAt || !last) return null;
  const seconds = (last.getTime() - of.startedAt.getTime()) / 1000;
  return seconds > 0 ? rowsOf(of.counts) / seconds : null;
}

/** One thing that is wrong with one row. The message never repeats the value: no personal data. */
export interface RowFault {
  line: number;
  /** The column's name in the file; null when the whole row is meant. */
  column: string | null;
  code: string;
  message: string;
}
