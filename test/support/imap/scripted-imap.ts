import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import type { ImapServer } from './imap-server.js';

interface Kept {
  uid: number;
  raw: Buffer;
  seen: boolean;
}

const capabilities = 'IMAP4rev1 SASL-IR ID IDLE NAMESPACE UIDPLUS LITERAL+ AUTH=PLAIN';

/**
 * Speaks as much of IMAP (RFC 3501, RFC 2177) as the client was seen to ask of Dovecot, in Dovecot's words,
 * and can be told to do what a well-behaved server never does.
 */
export class ScriptedImap implements ImapServer {
  /** Every command it was given, without tags. */
  readonly heard: string[] = [];
  /** Commands, such as `UID STORE`, that are refused; UIDs of mails that cannot be given away. */
  readonly refused = new Set<string>();
  readonly broken = new Set<number>();
  /** Told before a command is answered. */
  onCommand: (command: string) => void = () => undefined;
  private readonly mails: Kept[] = [];
  private readonly sockets = new Set<Socket>();
  private readonly idlers = new Map<Socket, string>();
  private readonly server: Server;

  private constructor() {
    this.server = createServer({ noDelay: true }, (socket) => this.talk(socket));
  }

  static async start(): Promise<ScriptedImap> {
    const imap = new ScriptedImap();
    await new Promise<void>((resolve) => imap.server.listen(0, '127.0.0.1', resolve));
    return imap;
  }

  get url(): string {
    const { port } = this.server.address() as AddressInfo;
    return `imap://back:secret@127.0.0.1:${port}/INBOX`;
  }

  async deliver(raw: Buffer): Promise<void> {
    this.mails.push({ uid: this.mails.length + 1, raw, seen: false });
    for (const socket of this.idlers.keys()) this.tell(socket);
  }

  async counts(): Promise<{ seen: number; unseen: number }> {
    const seen = this.mails.filter((mail) => mail.seen).length;
    return { seen, unseen: this.mails.length - seen };
  }

  /** Hangs up on everybody. */
  cut(): void {
    for (const socket of this.sockets) socket.destroy();
  }

  async stop(): Promise<void> {
    this.cut();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private talk(socket: Socket): void {
    this.sockets.add(socket);
    socket.on('error', () => socket.destroy());
    socket.on('close', () => {
      this.sockets.delete(socket);
      this.idlers.delete(socket);
    });
    socket.write(`* OK [CAPABILITY ${capabilities}] ready.\r\n`);
    let text = '';
    socket.on('data', (chunk: Buffer) => {
      text += chunk.toString('latin1');
      for (let at = text.indexOf('\r\n'); at >= 0; at = text.indexOf('\r\n')) {
        const line = text.slice(0, at);
        text = text.slice(at + 2);
        this.hear(socket, line);
      }
    });
  }

  private tell(socket: Socket): void {
    socket.write(`* ${this.mails.length} EXISTS\r\n`);
  }

  private hear(socket: Socket, line: string): void {
    if (line === 'DONE') {
      const tag = this.idlers.get(socket);
      this.idlers.delete(socket);
      socket.write(`${tag} OK Idle completed.\r\n`);
      return;
    }
    const [, tag = '*', command = ''] = /^(\S+) (.*)$/.exec(line) ?? [];
    this.heard.push(command);
    this.onCommand(command);
    if (socket.destroyed) return;
    if ([...this.refused].some((one) => command.startsWith(one)))
      return void socket.write(`${tag} NO not now.\r\n`);
    if (command === 'IDLE') {
      this.idlers.set(socket, tag);
      socket.write('+ idling\r\n');
      // Also of what came before (RFC 3501 section 5.2).
      return this.tell(socket);
    }
    const answer = this.answer(command);
    socket.write(answer === null ? `${tag} BAD not known.\r\n` : Buffer.concat([answer, Buffer.from(`${tag} OK completed.\r\n`)])); // prettier-ignore
    if (command === 'LOGOUT') socket.end();
  }

  /** The untagged part of an answer; null where it is not understood. */
  private answer(command: string): Buffer | null {
    const [first = '', second = ''] = command.split(' ');
    switch (first === 'UID' ? `UID ${second}` : first) {
      case 'ID':
        return Buffer.from('* ID NIL\r\n');
      case 'AUTHENTICATE':
        return Buffer.from(`* CAPABILITY ${capabilities}\r\n`);
      case 'CAPABILITY':
        return Buffer.from(`* CAPABILITY ${capabilities}\r\n`);
      case 'NAMESPACE':
        return Buffer.from('* NAMESPACE (("" ".")) NIL NIL\r\n');
      case 'LIST':
        return Buffer.from('* LIST (\\HasNoChildren) "." INBOX\r\n');
      case 'SELECT':
        return Buffer.from(
          `* FLAGS (\\Answered \\Flagged \\Deleted \\Seen \\Draft)\r\n* OK [PERMANENTFLAGS (\\Deleted \\Seen)] ok\r\n` +
            `* ${this.mails.length} EXISTS\r\n* 0 RECENT\r\n* OK [UIDVALIDITY 1] ok\r\n* OK [UIDNEXT ${this.mails.length + 1}] ok\r\n`,
        );
      case 'UID SEARCH': {
        const uids = this.mails.filter(({ seen }) => !seen).map(({ uid }) => uid);
        return Buffer.from(`* SEARCH${uids.map((uid) => ` ${uid}`).join('')}\r\n`);
      }
      case 'UID FETCH':
        return this.fetch(command);
      case 'UID STORE': {
        const [uid] = numbersIn(command);
        for (const mail of this.mails) if (mail.uid === uid) mail.seen = true;
        return Buffer.from(`* ${uid} FETCH (UID ${uid} FLAGS (\\Seen))\r\n`);
      }
      case 'LSUB':
      case 'NOOP':
        return Buffer.alloc(0);
      case 'LOGOUT':
        return Buffer.from('* BYE Logging out\r\n');
      default:
        return null;
    }
  }

  private fetch(command: string): Buffer | null {
    const [uid = 0, start = 0, length = Infinity] = numbersIn(command);
    if (this.broken.has(uid)) return null;
    const mail = this.mails.find((one) => one.uid === uid);
    if (!mail) return Buffer.alloc(0);
    const part = mail.raw.subarray(start, start + length);
    const head = `* ${uid} FETCH (UID ${uid} BODY[]<${start}> {${part.length}}\r\n`;
    return Buffer.concat([Buffer.from(head), part, Buffer.from(')\r\n')]);
  }
}

const numbersIn = (command: string): number[] => (command.match(/\d+/g) ?? []).map(Number);
