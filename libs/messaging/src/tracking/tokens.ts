import { Inject, Injectable } from '@nestjs/common';
import { ENV, type Env, IdSeal, Signer } from '#libs/platform';

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

/** A delivery's id as it stands in a token: eight bytes, big-endian; room for more after them. */
function idBytes(id: string, length = 8): Buffer {
  const bytes = Buffer.alloc(length);
  bytes.writeBigUInt64BE(BigInt(id));
  return bytes;
}

/**
 * The signed addresses that go out with a message and lead back to its delivery. Each kind is signed
 * under a purpose of its own: an open's token never unsubscribes anybody.
 */
@Injectable()
export class TrackingTokens {
  private readonly opens: Signer;
  private readonly clicks: Signer;
  private readonly unsubscribes: Signer;
  private readonly bounces: Signer;
  private readonly messages: IdSeal;

  constructor(@Inject(ENV) private readonly env: Env) {
    const secrets = { current: env.appSecret, previous: env.previousAppSecret };
    this.opens = new Signer('open', secrets);
    this.clicks = new Signer('click', secrets);
    this.unsubscribes = new Signer('unsubscribe', secrets);
    this.bounces = new Signer('bounce', secrets);
    // A Message-ID must stay the same at every attempt, so it hangs on the secret that never changes.
    this.messages = new IdSeal('message-id', env.addressSecret);
  }

  openUrl(deliveryId: string): string {
    return `${this.env.publicUrl}/t/o/${this.encode(this.opens, idBytes(deliveryId))}.gif`;
  }

  clickUrl(deliveryId: string, position: number): string {
    const payload = idBytes(deliveryId, 10);
    payload.writeUInt16BE(position, 8);
    return `${this.env.publicUrl}/t/c/${this.encode(this.clicks, payload)}`;
  }

  unsubscribeUrl(deliveryId: string): string {
    return `${this.env.publicUrl}/u/${this.encode(this.unsubscribes, idBytes(deliveryId))}`;
  }

  /** MAIL FROM of one delivery (VERP); its local part has 47 of the 64 octets RFC 5321 allows. */
  envelopeFrom(deliveryId: string): string {
    return `b-${toBase32(this.bounces.sign(idBytes(deliveryId)))}@${this.env.mailDomain}`;
  }

  /** Message-ID (RFC 5322 section 3.6.4) without brackets: sealed, so ids cannot be counted. */
  messageId(deliveryId: string): string {
    const left = this.messages.close(idBytes(deliveryId)).toString('hex');
    return `${left}@${this.env.mailDomain}`;
  }

  readOpen(token: string): string | null {
    return this.decode(this.opens, token)?.readBigUInt64BE().toString() ?? null;
  }

  readClick(token: string): { deliveryId: string; position: number } | null {
    const payload = this.decode(this.clicks, token);
    if (payload?.length !== 10) return null;
    return {
      deliveryId: payload.readBigUInt64BE().toString(),
      position: payload.readUInt16BE(8),
    };
  }

  readUnsubscribe(token: string): string | null {
    return this.decode(this.unsubscribes, token)?.readBigUInt64BE().toString() ?? null;
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
    const token = /^<?b-([a-z2-7]{40,60})@/.exec(address.toLowerCase())?.[1];
    if (!token) return null;
    const payload = this.bounces.verify(fromBase32(token));
    return payload?.length === 8 ? payload.readBigUInt64BE().toString() : null;
  }

  private encode(signer: Signer, payload: Buffer): string {
    return signer.sign(payload).toString('base64url');
  }

  private decode(signer: Signer, token: string): Buffer | null {
    // Node skips what is not base64url: only the canonical spelling counts.
    const bytes = Buffer.from(token, 'base64url');
    if (bytes.toString('base64url') !== token) return null;
    const payload = signer.verify(bytes);
    return payload && payload.length >= 8 ? payload : null;
  }
}
