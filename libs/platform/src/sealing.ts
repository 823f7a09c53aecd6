import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { deriveKey } from './signing.js';

const [ivBytes, tagBytes] = [12, 16];

/**
 * Keeps secrets in the database in a form that is worth nothing without APP_SECRET: AES-256-GCM (NIST SP
 * 800-38D) with a key of its own for each purpose. A box is `iv (12 bytes) ‖ tag (16) ‖ text`.
 */
export class Sealer {
  private readonly keys: readonly Buffer[];

  constructor(purpose: string, secrets: { current: string; previous?: string | null }) {
    const all = [secrets.current, ...(secrets.previous ? [secrets.previous] : [])];
    this.keys = all.map((secret) => deriveKey(secret, purpose));
  }

  seal(text: string): Buffer {
    const iv = randomBytes(ivBytes);
    const cipher = createCipheriv('aes-256-gcm', this.keys[0]!, iv);
    const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
    return Buffer.concat([iv, cipher.getAuthTag(), sealed]);
  }

  /** What was sealed; null when neither the present secret nor the one before it opens the box. */
  open(box: Buffer): string | null {
    for (const key of this.keys) {
      const decipher = createDecipheriv('aes-256-gcm', key, box.subarray(0, ivBytes));
      decipher.setAuthTag(box.subarray(ivBytes, ivBytes + tagBytes));
      try {
        const text = decipher.update(box.subarray(ivBytes + tagBytes));
        return Buffer.concat([text, decipher.final()]).toString('utf8');
      } catch {
        // Sealed by another key, or not a box at all.
      }
    }
    return null;
  }
}
