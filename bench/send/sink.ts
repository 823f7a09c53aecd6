import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/** What a sink has taken so far. */
export interface Taken {
  accepted: number;
  recipients: number;
  /** Recipients who got more than one. */
  doubled: number;
  cpu: NodeJS.CpuUsage;
}

/** The mail server of sink-server.ts, in a process of its own, where SMTP_URL points to. */
export class Sink {
  private constructor(private readonly child: ChildProcess) {}

  static async start(): Promise<Sink> {
    const child = fork(fileURLToPath(new URL('./sink-server.js', import.meta.url)));
    await once(child, 'message');
    return new Sink(child);
  }

  async taken(): Promise<Taken> {
    const answer = once(this.child, 'message');
    this.child.send('what do you have?');
    const [taken] = (await answer) as [Taken];
    return taken;
  }

  stop(): void {
    this.child.disconnect();
  }
}
