/** Bounds that whoever runs the system may set. */
export interface ImportLimits {
  /** Bytes that an uploaded file may have. */
  maxFileBytes: number;
  /** After how long without progress a worker is taken to be gone, milliseconds. */
  staleMs: number;
  /** How long the file of an import that did not end well, or of a dry run, is kept, milliseconds. */
  keepFileMs: number;
}

export const IMPORT_LIMITS = Symbol('ImportLimits');

export const defaultImportLimits: ImportLimits = {
  maxFileBytes: 1024 ** 3,
  staleMs: 60_000,
  keepFileMs: 7 * 24 * 3600_000,
};
