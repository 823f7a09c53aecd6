import { createReadStream, existsSync } from 'node:fs';
import type { CaughtMessage } from './caught.js';

/** A message and where its octets stand in the data file. */
export interface Entry extends CaughtMessage {
  offset: number;
}

/**
 * Reads an index: one JSON object a line. What follows the last whole line is left over from a
 * write that was cut short, and is not read.
 *
 * @returns the octets of the whole lines: where the next line belongs
 */
export async function readIndex(file: string, take: (entry: Entry) => void): Promise<number> {
  if (!existsSync(file)) return 0;
  let whole = 0;
  let rest: Buffer = Buffer.alloc(0);
  for await (const chunk of createReadStream(file, { highWaterMark: 1 << 20 })) {
    const bytes = Buffer.concat([rest, chunk as Buffer]);
    let start = 0;
    for (let end = bytes.indexOf(10); end >= 0; end = bytes.indexOf(10, start)) {
      take(JSON.parse(bytes.toString('utf8', start, end)) as Entry);
      whole += end + 1 - start;
      start = end + 1;
    }
    rest = bytes.subarray(start);
  }
  return whole;
}
