/** One reply of an SMTP server (RFC 5321 section 4.2). */
export interface Reply {
  code: number;
  /** The enhanced status of the first line that has one, such as `5.1.1` (RFC 3463, RFC 2034). */
  status: string | null;
  /** The texts of its lines, without codes. Foreign: not to be trusted. */
  lines: string[];
}

/** Octets of one reply, far beyond what any server means: RFC 5321 section 4.5.3.1.5 has 512 a line. */
const longest = 64 * 1024;

/** The server sent what is no reply. */
export class NoReply extends Error {}

/** Makes replies out of whatever pieces they arrive in. */
export class ReplyReader {
  private text = '';
  private lines: string[] = [];
  private size = 0;

  constructor(private readonly take: (reply: Reply) => void) {}

  /** Whether something has come that is no whole reply yet. */
  get isPartial(): boolean {
    return this.text !== '' || this.lines.length > 0;
  }

  /** @throws NoReply */
  push(chunk: Buffer): void {
    // The rest is for people to read; where it is not ASCII, it is shown as it was sent.
    this.text += chunk.toString('utf8');
    if ((this.size += chunk.length) > longest) throw new NoReply('A reply without an end.');
    for (let at = this.text.indexOf('\n'); at >= 0; at = this.text.indexOf('\n')) {
      const line = this.text.slice(0, this.text[at - 1] === '\r' ? at - 1 : at);
      this.text = this.text.slice(at + 1);
      this.line(line);
    }
  }

  private line(line: string): void {
    const code = Number(line.slice(0, 3));
    const separator = line[3] ?? ' ';
    if (!(code >= 200 && code < 600) || (separator !== ' ' && separator !== '-'))
      throw new NoReply('Not a reply of SMTP.');
    this.lines.push(line.slice(4));
    if (separator === '-') return;
    const { lines } = this;
    this.lines = [];
    this.size = this.text.length;
    this.take({ code, status: statusOf(lines), lines });
  }
}

function statusOf(lines: readonly string[]): string | null {
  for (const line of lines) {
    const status = /^([245]\.\d{1,3}\.\d{1,3})(?:\s|$)/.exec(line)?.[1];
    if (status) return status;
  }
  return null;
}
