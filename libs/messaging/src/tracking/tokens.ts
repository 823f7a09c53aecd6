import { Inject, Injectable } from '@nestjs/common';
import { ENV, type Env, IdSeal, type Secrets, Signer, TokenSeal } from '#libs/platform';

const base32 = 'abcdefghijklmnopqrstuvwxyz234567';

/** RFC 4648 base32 in lower case without padding: mail servers may change the case of a local part. */
function toBase32(bytes: Buffer): string {
  let text = '';
  let bits = 0;
  let waiting = 0;
  for (const byte of bytes) {
    bits = ((bits << 8) | byte) & 0xfff;
    for (waiting += 8; waiting >= 5; waiting -= 5) text += base32[(bits >> (waiting - 5)) & 31];
  }
  return waiting > 0 ? text + base32[(bits << (5 - waiting)) & 31] : text;
}

function fromBase32(text: string): Buffer {
  const bits = [...text].map((c) => base32.indexOf(c).toString(2).padStart(5, '0')).join('');
  return Buffer.from((bits.match(/.{8}/g) ?? []).map((b) => parseInt(b, 2)));
}

/** What a token leads to: a delivery, and a link's position in it. */
interface Target {
  deliveryId: string;
  position: number;
}

const idBytes = 6;

/** Six bytes of id, big-endian, and two of position. @throws RangeError for an id of 2^48 or more */
function payloadOf(deliveryId: string, position = 0): Buffer {
  const bytes = Buffer.allocUnsafe(8);
  bytes.writeUIntBE(Number(deliveryId), 0, idBytes);
  bytes.writeUInt16BE(position, idBytes);
  return bytes;
}

const targetOf = (payload: Buffer): Target => ({
  deliveryId: String(payload.readUIntBE(0, idBytes)),
  position: payload.readUInt16BE(idBytes),
});

/** As tokens were that went out before: eight bytes of id, behind them a position, and a MAC. */
const signedTarget = (payload: Buffer): Target => ({
  deliveryId: payload.readBigUInt64BE().toString(),
  position: payload.length === 10 ? payload.readUInt16BE(8) : 0,
});

/** One kind of token. */
class Kind {
  private readonly seal: TokenSeal;
  private readonly signer: Signer;

  /** @param signed length of the payload in tokens that were signed, in bytes */
  constructor(
    purpose: string,
    secrets: Secrets,
    private readonly signed: number,
  ) {
    this.seal = new TokenSeal(purpose, secrets);
    this.signer = new Signer(purpose, secrets);
  }

  close(deliveryId: string, position?: number): Buffer {
    return this.seal.close(payloadOf(deliveryId, position));
  }

  open(token: Buffer): Target | null {
    const sealed = this.seal.open(token);
    if (sealed) return targetOf(sealed);
    const payload = this.signer.verify(token);
    return payload?.length === this.signed ? signedTarget(payload) : null;
  }
}

/**
 * The addresses that go out with a message and lead back to its delivery; nobody else can make them.
 * Each kind has a key of its own: an open's token never unsubscribes anybody.
 */
@Injectable()
export class TrackingTokens {
  private readonly opens: Kind;
  private readonly clicks: Kind;
  private readonly unsubscribes: Kind;
  private readonly bounces: Kind;
  private readonly messages: IdSeal;

  constructor(@Inject(ENV) private readonly env: Env) {
    const secrets = { current: env.appSecret, previous: env.previousAppSecret };
    this.opens = new Kind('open', secrets, 8);
    this.clicks = new Kind('click', secrets, 10);
    this.unsubscribes = new Kind('unsubscribe', secrets, 8);
    this.bounces = new Kind('bounce', secrets, 8);
    // A Message-ID must stay the same at every attempt, so it hangs on the secret that never changes.
    this.messages = new IdSeal('message-id', env.addressSecret);
  }

  openUrl(deliveryId: string): string {
    return `${this.env.publicUrl}/t/o/${this.opens.close(deliveryId).toString('base64url')}.gif`;
  }

  clickUrl(deliveryId: string, position: number): string {
    const token = this.clicks.close(deliveryId, position);
    return `${this.env.publicUrl}/t/c/${token.toString('base64url')}`;
  }

  unsubscribeUrl(deliveryId: string): string {
    return `${this.env.publicUrl}/u/${this.unsubscribes.close(deliveryId).toString('base64url')}`;
  }

  /** MAIL FROM of one delivery (VERP); its local part has 30 of the 64 octets RFC 5321 allows. */
  envelopeFrom(deliveryId: string): string {
    return `b-${toBase32(this.bounces.close(deliveryId))}@${this.env.mailDomain}`;
  }

  /** Message-ID (RFC 5322 section 3.6.4) without brackets: sealed, so ids cannot be counted. */
  messageId(deliveryId: string): string {
    const id = Buffer.alloc(8);
    id.writeBigUInt64BE(BigInt(deliveryId));
    const left = this.messages.close(id).toString('hex');
    return `${left}@${this.env.mailDomain}`;
  }

  readOpen(token: string): string | null {
    return this.read(this.opens, token)?.deliveryId ?? null;
  }

  readClick(token: string): Target | null {
    return this.read(this.clicks, token);
  }

  readUnsubscribe(token: string): string | null {
    return this.read(this.unsubscribes, token)?.deliveryId ?? null;
  }

  /**
   * The delivery that a Message-ID belongs to, with or without brackets; null when it is not one of
   * ours. What stands after the @ does not count: relays change it.
   */
  readMessageId(messageId: string): string | null {
    const left = /^<?([0-9a-f]{32})@/i.exec(messageId.trim())?.[1];
    const payload = left && this.messages.open(Buffer.from(left, 'hex'));
    return payload ? payload.readBigUInt64BE().toString() : null;
  }

  /** The delivery that an envelope sender belongs to, or null when it is not one of ours. */
  readEnvelopeFrom(address: string): string | null {
    const token = /^<?b-([a-z2-7]{28}|[a-z2-7]{40})@/.exec(address.toLowerCase())?.[1];
    if (!token) return null;
    return this.bounces.open(fromBase32(token))?.deliveryId ?? null;
  }

  private read(kind: Kind, token: string): Target | null {
    // Node skips what is not base64url: only the canonical spelling counts.
    const bytes = Buffer.from(token, 'base64url');
    return bytes.toString('base64url') === token ? kind.open(bytes) : null;
  }
}
