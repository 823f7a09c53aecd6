/**
 * MD5 (RFC 1321), since MariaDB, MySQL and DuckDB all have it and it must run in a browser as well.
 * It spreads contacts evenly; nothing here is secret.
 */

/** Left rotations of the four rounds (RFC 1321, 3.4), each used four times in turn. */
const rotations = [
  [7, 12, 17, 22],
  [5, 9, 14, 20],
  [4, 11, 16, 23],
  [6, 10, 15, 21],
] as const;

/** The table T of RFC 1321, 3.4: floor(2^32 × |sin(i)|), i from 1 to 64. */
const table = Array.from({ length: 64 }, (_, i) => Math.floor(2 ** 32 * Math.abs(Math.sin(i + 1))));

/** The bit 1, zeros, and the length in bits: whole blocks of 64 bytes (RFC 1321, 3.1 and 3.2). */
function padded(bytes: Uint8Array): DataView {
  const length = Math.ceil((bytes.length + 9) / 64) * 64;
  const block = new Uint8Array(length);
  block.set(bytes);
  block[bytes.length] = 0x80;
  const view = new DataView(block.buffer);
  view.setUint32(length - 8, bytes.length * 8, true);
  view.setUint32(length - 4, Math.floor(bytes.length / 2 ** 29), true);
  return view;
}

/** The function of a round, and which word of the block its step takes. */
function mix(step: number, b: number, c: number, d: number): readonly [number, number] {
  switch (step >> 4) {
    case 0:
      return [(b & c) | (~b & d), step];
    case 1:
      return [(d & b) | (~d & c), (5 * step + 1) % 16];
    case 2:
      return [b ^ c ^ d, (3 * step + 5) % 16];
    default:
      return [c ^ (b | ~d), (7 * step) % 16];
  }
}

/** The first 32 bits of the digest, as they stand at the beginning of its hexadecimal form. */
export function md5First32(text: string): number {
  const view = padded(new TextEncoder().encode(text));
  let state: readonly [number, number, number, number] = [
    0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476,
  ];
  for (let block = 0; block < view.byteLength; block += 64) {
    let [a, b, c, d] = state;
    for (let step = 0; step < 64; step += 1) {
      const [mixed, word] = mix(step, b, c, d);
      const sum = (a + mixed + (table[step] ?? 0) + view.getUint32(block + word * 4, true)) | 0;
      const turn = rotations[step >> 4]?.[step % 4] ?? 0;
      [a, d, c, b] = [d, c, b, (b + ((sum << turn) | (sum >>> (32 - turn)))) | 0];
    }
    state = [(state[0] + a) | 0, (state[1] + b) | 0, (state[2] + c) | 0, (state[3] + d) | 0];
  }
  const first = new DataView(new ArrayBuffer(4));
  first.setInt32(0, state[0], true);
  return first.getUint32(0);
}
