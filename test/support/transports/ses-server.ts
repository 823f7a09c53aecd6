import { createHash, createHmac } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';

/** What the server knows of whoever may call. */
export const sesKey = {
  accessKeyId: 'AKIDEXAMPLE',
  secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY',
  region: 'ap-southeast-1',
};

/** A message that was taken. */
export interface SesMessage {
  /** Whom what comes back is passed on to. */
  feedbackTo: string;
  to: string[];
  mime: Buffer;
}

/** What the server does with a message instead of taking and answering it. */
export type SesFault =
  /** Answers with this error. */
  | { do: 'refuse'; status: number; name: string; message?: string }
  /** Hangs up at the first octets of the request. */
  | { do: 'drop-within' }
  /** Takes the message and hangs up, or falls silent, instead of answering. */
  | { do: 'drop-after' }
  | { do: 'hang-after' }
  /** Takes it, and breaks off in the middle of the answer. */
  | { do: 'half-answer' };

/**
 * Stands in for the API of Amazon SES, version 2, by what AWS writes of it: it verifies signatures, takes
 * raw messages, and answers as SES does.
 */
export class SesServer {
  readonly taken: SesMessage[] = [];
  /** Asked for each request; the recipient is empty before the body has come. */
  fault: (to: string) => SesFault | undefined = () => undefined;
  /** How long an answer takes, ms. */
  delayMs = 0;
  /** Connections that ever were opened. */
  opened = 0;
  private readonly sockets = new Set<Socket>();
  private readonly server: Server;

  private constructor() {
    this.server = createServer((request, response) => void this.serve(request, response));
    this.server.on('connection', (socket) => {
      this.opened += 1;
      this.sockets.add(socket);
      socket.on('close', () => this.sockets.delete(socket));
    });
  }

  static async start(): Promise<SesServer> {
    const ses = new SesServer();
    await new Promise<void>((resolve) => ses.server.listen(0, '127.0.0.1', resolve));
    return ses;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

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

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    request.on('error', () => undefined);
    if (this.fault('')?.do === 'drop-within') {
      request.once('data', () => request.socket.destroy());
      return;
    }
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks);
    const wrong = whyUnsigned(request, body);
    if (wrong) return refuse(response, 403, wrong);
    if (request.method !== 'POST' || request.url !== '/v2/email/outbound-emails')
      return refuse(response, 404, 'UnknownOperationException');
    const message = readMessage(body);
    if (!message) return refuse(response, 400, 'BadRequestException');
    const fault = this.fault(message.to[0]!);
    if (fault?.do === 'refuse') return refuse(response, fault.status, fault.name, fault.message);
    this.taken.push(message);
    if (this.delayMs > 0) await new Promise((resolve) => setTimeout(resolve, this.delayMs));
    if (fault?.do === 'hang-after') return;
    if (fault?.do === 'drop-after') return void request.socket.destroy();
    const answer = JSON.stringify({ MessageId: `0100-${this.taken.length}` });
    response.writeHead(200, {
      'content-type': 'application/json',
      'content-length': answer.length,
    });
    if (fault?.do !== 'half-answer') return void response.end(answer);
    response.write(answer.slice(0, 8), () => request.socket.destroy());
  }
}

function refuse(response: ServerResponse, status: number, name: string, message = name): void {
  response.writeHead(status, {
    'content-type': 'application/json',
    'x-amzn-errortype': `${name}:http://internal.amazon.com/coral/com.amazonaws.sesv2/`,
  });
  response.end(JSON.stringify({ message }));
}

function readMessage(body: Buffer): SesMessage | null {
  try {
    const read = JSON.parse(body.toString()) as {
      FromEmailAddress?: string;
      FeedbackForwardingEmailAddress: string;
      Destination: { ToAddresses: string[] };
      Content: { Raw: { Data: string } };
    };
    // It would be put in place of the From in the message.
    if (read.FromEmailAddress !== undefined) return null;
    return {
      feedbackTo: read.FeedbackForwardingEmailAddress,
      to: read.Destination.ToAddresses,
      mime: Buffer.from(read.Content.Raw.Data, 'base64'),
    };
  } catch {
    return null;
  }
}

/**
 * The error with which AWS answers a request that is not signed as it must be; null for one that is. From
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html, with nothing of what signs.
 */
function whyUnsigned({ method, url, headers }: IncomingMessage, body: Buffer): string | null {
  const parts = /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/([^/]+)\/([^/]+)\/aws4_request, SignedHeaders=([\w;-]+), Signature=([0-9a-f]{64})$/.exec(headers.authorization ?? ''); // prettier-ignore
  if (!parts) return 'MissingAuthenticationTokenException';
  const [, id, day, region, service, names, signature] = parts as unknown as string[];
  if (id !== sesKey.accessKeyId) return 'UnrecognizedClientException';
  const date = String(headers['x-amz-date']);
  const at = Date.parse(date.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z')); // prettier-ignore
  const off = Math.abs(new Date().getTime() - at);
  if (!(off < 5 * 60_000) || !date.startsWith(day!)) return 'RequestExpired';
  if (region !== sesKey.region || service !== 'ses') return 'InvalidSignatureException';
  if (!names!.split(';').includes('host')) return 'InvalidSignatureException';
  let canonical = `${method}\n${url}\n\n`;
  for (const name of names!.split(';')) canonical += `${name}:${String(headers[name])}\n`;
  canonical += `\n${names}\n${createHash('sha256').update(body).digest('hex')}`;
  let key = Buffer.from(`AWS4${sesKey.secretAccessKey}`);
  for (const step of [day!, region, service, 'aws4_request'])
    key = createHmac('sha256', key).update(step).digest();
  const hash = createHash('sha256').update(canonical).digest('hex');
  const text = `AWS4-HMAC-SHA256\n${date}\n${day}/${region}/${service}/aws4_request\n${hash}`;
  const right = createHmac('sha256', key).update(text).digest('hex');
  return right === signature ? null : 'InvalidSignatureException';
}
