/** How many times its first capacity a writer keeps. */
const mostKept = 16;

/**
 * Bytes that are written one after the other and make room for themselves. Encoders write into
 * `bytes` directly, from `length` on, once they have reserved what they need, and then set `length`.
 */
export class ByteWriter {
  bytes: Buffer;
  length = 0;

  constructor(private readonly capacity: number) {
    this.bytes = Buffer.allocUnsafeSlow(capacity);
  }

  /** Begins anew; what one large text took is given back. */
  clear(): void {
    this.length = 0;
    if (this.bytes.length > mostKept * this.capacity)
      this.bytes = Buffer.allocUnsafeSlow(this.capacity);
  }

  /** Makes room for so many more bytes. `bytes` may be another buffer afterwards. */
  reserve(more: number): void {
    const needed = this.length + more;
    if (needed <= this.bytes.length) return;
    const larger = Buffer.allocUnsafeSlow(Math.max(needed, 2 * this.bytes.length));
    this.bytes.copy(larger, 0, 0, this.length);
    this.bytes = larger;
  }

  append(bytes: Uint8Array): void {
    this.reserve(bytes.length);
    this.bytes.set(bytes, this.length);
    this.length += bytes.length;
  }

  /** What was written so far; holds until more is written. */
  written(): Buffer {
    return this.bytes.subarray(0, this.length);
  }
}
