import type { Seen } from './seen.js';
import type { Stage } from './stage.js';

/** Something that goes wrong, and what is promised all the same. */
export interface Fault {
  name: string;
  promise: string;
  /** The test in test/faults/sending.spec.ts that does the same on a small scale: --short leaves this out. */
  twin?: string;
  /** @throws Error when it cannot come to its end; the promise is broken then, too. */
  run(stage: Stage): Promise<Seen>;
}
