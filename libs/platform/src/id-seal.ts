import { createCipheriv, createDecipheriv, timingSafeEqual } from 'node:crypto';
import { deriveKey } from './signing.js';

/** Zeros beside what is sealed: whoever guesses a block has one chance in 2^64. */
const proof = Buffer.alloc(8);

/**
 * Seals 8 bytes into 16 that nobody can make or read without the key: one block of AES-256, which is a
 * keyed permutation, so that the same always gives the same, and nothing like it gives anything like it.
 */
export class IdSeal {
  private readonly cipher;
  private readonly decipher;

  /** @param purpose a key of its own for each (RFC 5869). */
  constructor(purpose: string, secret: string) {
    const key = deriveKey(secret, purpose);
    // ECB of exactly one block a time, so there is no pattern for it to show; and no block depends on
    // the one before, so that both serve for ever.
    this.cipher = createCipheriv('aes-256-ecb', key, null).setAutoPadding(false);
    this.decipher = createDecipheriv('aes-256-ecb', key, null).setAutoPadding(false);
  }

  /** @param payload 8 bytes. */
  close(payload: Buffer): Buffer {
    if (payload.length !== 8) throw new RangeError('Exactly 8 bytes can be sealed.');
    return this.cipher.update(Buffer.concat([payload, proof]));
  }

  /** What was sealed; null for anything that this key did not seal. */
  open(block: Buffer): Buffer | null {
    if (block.length !== 16) return null;
    const plain = this.decipher.update(block);
    return timingSafeEqual(plain.subarray(8), proof) ? plain.subarray(0, 8) : null;
  }
}
