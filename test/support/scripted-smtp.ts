import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';

/**
 * What the server does on a command (`CONNECT`, `EHLO`, `MAIL`, `RCPT`, `DATA`, `DOT`, …): a reply,
 * `hang` for silence, `close` for hanging up.
 */
export type Script = Readonly<Record<string, string>>;

const polite: Script = {
  CONNECT: '220 scripted ESMTP',
  EHLO: '250 scripted',
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

  private constructor(
    private readonly server: Server,
    private readonly script: Script,
  ) {}

  static async start(changes: Script): Promise<ScriptedSmtp> {
    const server = createServer((socket) => scripted.talk(socket));
    const scripted = new ScriptedSmtp(server, { ...polite, ...changes });
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

  stop(): void {
    for (const socket of this.sockets) socket.destroy();
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
          this.bodies.push(line);
          this.answer(socket, 'DOT');
          continue;
        }
        this.heard.push(line);
        const verb = line.split(' ')[0]!.toUpperCase();
        this.answer(socket, verb);
        inBody = verb === 'DATA' && this.script.DATA!.startsWith('354');
      }
    });
  }

  private answer(socket: Socket, verb: string): void {
    const said = this.script[verb] ?? '502 not known';
    if (said === 'close') socket.destroy();
    else if (said !== 'hang') socket.write(`${said}\r\n`);
  }
}
