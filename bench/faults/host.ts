/** A process that was started for a fault; what tools/lib/child.mjs gives. */
export interface Child {
  readonly pid: number;
  readonly gone: boolean;
  /** How it ended: `code 0`, or the signal that ended it. */
  readonly exited: Promise<string>;
  lastLines(lines?: number): string[];
  /** Asks with SIGTERM and insists after so many milliseconds. */
  stop(patience?: number): Promise<void>;
  kill(): void;
}

/** A server that can be taken away and brought back, at the same address and with its data. */
export interface HostedServer {
  readonly pid: number;
  /** Ends it, by SIGKILL or SIGTERM. Resolves when it is gone. */
  end(signal: 'SIGKILL' | 'SIGTERM'): Promise<void>;
  /** Resolves when it answers again. @param more arguments beside the usual ones */
  start(more?: readonly string[]): Promise<void>;
}

/** What `npm run faults` gives: servers and programs that nobody else uses. */
export interface Host {
  /** The environment of the programs. */
  readonly settings: Readonly<Record<string, string | undefined>>;
  readonly database: HostedServer;
  readonly redis: HostedServer;
  /** Starts a compiled program, such as `apps/worker/src/main.js`. */
  run(program: string, changes?: Readonly<Record<string, string>>): Child;
}
