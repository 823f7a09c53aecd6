import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';

/**
 * What the server does on a command (`CONNECT`, `EHLO`, `MAIL`, `RCPT`, `DATA`, `DOT`, …): a reply,
 * `hang` for silence, `close` for hanging up. A list is gone through; its last word stays.
 */
export type Script = Readonly<Record<string, string | readonly string[]>>;

const polite = {
  CONNECT: '220 scripted ESMTP',
  EHLO: '250 HELP',
  MAIL: '250 ok',
  RCPT: '250 ok',
  DATA: '354 go on',
  DOT: '250 ok: queued as 1',
  RSET: '250 ok',
  QUIT: '221 bye',
};

/** A mail server that follows a script, for what a well-behaved one never does. */
export class ScriptedSmtp {
  /** Every command line it was given, and every body. */
  readonly heard: string[] = [];
  readonly bodies: string[] = [];
  private readonly sockets = new Set<Socket>();
  private readonly turns = new Map<string, number>();

  private constructor(
    private readonly server: Server,
    private readonly script: Script,
  ) {}

  /** @param extensions offered beside what the script's EHLO says. */
  static async start(changes: Script, extensions: readonly string[] = []): Promise<ScriptedSmtp> {
    const server = createServer({ noDelay: true }, (socket) => scripted.talk(socket));
    const script: Record<string, string | readonly string[]> = { ...polite, ...changes };
    if (typeof script.EHLO === 'string' && script.EHLO.startsWith('250 '))
      script.EHLO = ['scripted', ...extensions].map((e) => `250-${e}\r\n`).join('') + script.EHLO;
    const scripted = new ScriptedSmtp(server, script);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return scripted;
  }

  get url(): string {
    return `smtp://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** Connections that are open now. */
  get open(): number {
    return this.sockets.size;
  }

  /** Hangs up on everybody, and goes on listening. */
  hangUp(): void {
    for (const socket of this.sockets) socket.destroy();
  }

  stop(): void {
    this.hangUp();
    this.server.close();
  }

  private talk(socket: Socket): void {
    this.sockets.add(socket);
    socket.on('close', () => this.sockets.delete(socket));
    socket.on('error', () => socket.destroy());
    this.answer(socket, 'CONNECT');
    let text = '';
    let inBody = false;
    socket.on('data', (chunk: Buffer) => {
      text += chunk.toString();
      for (;;) {
        const end = inBody ? '\r\n.\r\n' : '\r\n';
        const at = text.indexOf(end);
        if (at < 0) return;
        const line = text.slice(0, at);
        text = text.slice(at + end.length);
        if (inBody) {
          inBody = false;
          this.bodies.push(line.replace(/^\r\n/, ''));
          this.answer(socket, 'DOT');
          continue;
        }
        this.heard.push(line);
        const verb = line.split(' ')[0]!.toUpperCase();
        const said = this.answer(socket, verb);
        inBody = verb === 'DATA' && said.startsWith('354');
        // The line break behind DATA counts for the final dot (RFC 5321 section 4.1.1.4).
        if (inBody) text = `\r\n${text}`;
      }
    });
  }

  private answer(socket: Socket, verb: string): string {
    const script = this.script[verb] ?? '502 not known';
    const turn = this.turns.get(verb) ?? 0;
    this.turns.set(verb, turn + 1);
    const said = typeof script === 'string' ? script : script[Math.min(turn, script.length - 1)]!;
    if (said === 'close') socket.destroy();
    else if (said !== 'hang') socket.write(`${said}\r\n`);
    return said;
  }
}
