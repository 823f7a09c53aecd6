import { createHash, createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';

/** Bytes of the MAC in a token: 128 bits, as RFC 2104 section 5 allows for SHA-256. */
const macBytes = 16;

/** A key of its own for each purpose (RFC 5869), so that no token serves where it was not meant. */
export function deriveKey(secret: string, purpose: string): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, 'saphan', purpose, 32));
}

/** HMAC-SHA256 (RFC 2104). */
function hmac(key: Buffer, data: Uint8Array | string): Buffer {
  return createHmac('sha256', key).update(data).digest();
}

export function sha256(data: Uint8Array | string): Buffer {
  return createHash('sha256').update(data).digest();
}

/** The secret that is used, and the one before it, which still opens what it closed. */
export interface Secrets {
  current: string;
  previous?: string | null;
}

/** One byte that tells which secret a token hangs on. */
export const keyId = (secret: string): number => sha256(`key-id ${secret}`)[0]!;

interface Key {
  id: number;
  key: Buffer;
}

/**
 * Signs small payloads for one purpose and reads them back. A token is
 * `key id (1 byte) ‖ payload ‖ MAC (16 bytes)`; the key id lets a secret be changed while
 * yesterday's links still work.
 */
export class Signer {
  private readonly current: Key;
  private readonly keys: readonly Key[];

  constructor(purpose: string, secrets: Secrets) {
    const make = (secret: string): Key => ({
      id: keyId(secret),
      key: deriveKey(secret, purpose),
    });
    this.current = make(secrets.current);
    this.keys = secrets.previous ? [this.current, make(secrets.previous)] : [this.current];
  }

  /** The token's bytes; the caller chooses base64url or, where case is lost, base32. */
  sign(payload: Buffer): Buffer {
    const head = Buffer.concat([Buffer.of(this.current.id), payload]);
    return Buffer.concat([head, hmac(this.current.key, head).subarray(0, macBytes)]);
  }

  /** The payload, or null for anything that this purpose's keys did not sign. */
  verify(token: Buffer): Buffer | null {
    if (token.length <= macBytes) return null;
    const head = token.subarray(0, -macBytes);
    const mac = token.subarray(-macBytes);
    for (const { id, key } of this.keys) {
      if (head[0] !== id) continue;
      if (timingSafeEqual(hmac(key, head).subarray(0, macBytes), mac)) return head.subarray(1);
    }
    return null;
  }
}

/** The keyed hash under which an address is remembered without being kept (32 bytes). */
export class AddressHasher {
  private readonly key: Buffer;

  constructor(secret: string) {
    this.key = deriveKey(secret, 'address');
  }

  /** @param address canonical: lower-case e-mail, or a phone number in E.164. */
  hash(address: string): Buffer {
    return hmac(this.key, address);
  }
}
