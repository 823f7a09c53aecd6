import { mkdir, open, type FileHandle } from 'node:fs/promises';
import path from 'node:path';
import type { Arrival, CaughtKind, CaughtMessage, CaughtPage, CaughtQuery } from './caught.js';
import { readIndex, type Entry } from './index-file.js';

interface Pending {
  arrival: Arrival;
  body: Buffer;
  resolve: (message: CaughtMessage) => void;
  reject: (error: unknown) => void;
}

/**
 * The caught messages: their octets one after the other in `caught.data`, a line for each in
 * `caught.jsonl`, both only ever appended to. The lines are also held in memory.
 *
 * Kept means handed to the operating system: it survives the end of the process, not of the machine.
 */
export class CaughtStore {
  private readonly entries: Entry[] = [];
  private readonly counts = new Map<string, Record<CaughtKind, number>>();
  private pending: Pending[] = [];
  private writing: Promise<void> | undefined;

  private constructor(
    private readonly data: FileHandle,
    private readonly index: FileHandle,
    private dataEnd: number,
    private indexEnd: number,
  ) {}

  /** @param directory is made when it is missing, for its owner alone */
  static async open(directory: string): Promise<CaughtStore> {
    await mkdir(directory, { recursive: true, mode: 0o700 });
    const indexPath = path.join(directory, 'caught.jsonl');
    const entries: Entry[] = [];
    const indexEnd = await readIndex(indexPath, (entry) => entries.push(entry));
    const data = await openForBoth(path.join(directory, 'caught.data'));
    const index = await openForBoth(indexPath);
    await index.truncate(indexEnd);
    const store = new CaughtStore(data, index, (await data.stat()).size, indexEnd);
    for (const entry of entries) store.remember(entry);
    return store;
  }

  /** Keeps a message; resolves once it is written. Those that come together are written together. */
  add(arrival: Arrival, body: Buffer): Promise<CaughtMessage> {
    return new Promise((resolve, reject) => {
      this.pending.push({ arrival, body, resolve, reject });
      this.writing ??= this.writeAll().finally(() => (this.writing = undefined));
    });
  }

  /** How many were caught, of one campaign or of all. */
  count(campaign?: string): Record<CaughtKind, number> {
    if (campaign !== undefined) return { ...(this.counts.get(campaign) ?? { email: 0, sms: 0 }) };
    const all = { email: 0, sms: 0 };
    for (const one of this.counts.values()) {
      all.email += one.email;
      all.sms += one.sms;
    }
    return all;
  }

  list({ kind, campaign, to, after, limit }: CaughtQuery): CaughtPage {
    const messages: CaughtMessage[] = [];
    const wanted = to?.toLowerCase();
    let at = Math.min(Number(after ?? Infinity) - 2, this.entries.length - 1);
    for (; at >= 0; at -= 1) {
      const entry = this.entries[at];
      if (entry === undefined) break;
      if (kind !== undefined && entry.kind !== kind) continue;
      if (campaign !== undefined && entry.campaign !== campaign) continue;
      if (wanted !== undefined && !entry.to.some((one) => one.toLowerCase().includes(wanted))) {
        continue;
      }
      if (messages.length === limit) return { messages, next: messages.at(-1)?.id ?? null };
      messages.push(summary(entry));
    }
    return { messages, next: null };
  }

  get(id: string): CaughtMessage | undefined {
    const entry = this.entry(id);
    return entry && summary(entry);
  }

  /** Every message of a kind, oldest first. */
  *each(kind: CaughtKind): Generator<CaughtMessage> {
    for (const entry of this.entries) if (entry.kind === kind) yield summary(entry);
  }

  /** The octets of a message as they came. */
  async read(id: string): Promise<Buffer | undefined> {
    const entry = this.entry(id);
    if (entry === undefined) return undefined;
    const { buffer } = await this.data.read({
      buffer: Buffer.alloc(entry.size),
      position: entry.offset,
    });
    return buffer;
  }

  async close(): Promise<void> {
    while (this.writing) await this.writing;
    await this.data.close();
    await this.index.close();
  }

  private entry(id: string): Entry | undefined {
    return /^[1-9]\d{0,15}$/.test(id) ? this.entries[Number(id) - 1] : undefined;
  }

  private async writeAll(): Promise<void> {
    while (this.pending.length > 0) {
      const batch = this.pending;
      this.pending = [];
      try {
        const kept = await this.write(batch);
        batch.forEach(({ resolve }, at) => resolve(summary(kept[at] as Entry)));
      } catch (error) {
        for (const { reject } of batch) reject(error);
      }
    }
  }

  /** Octets first, then the lines: a line never speaks of octets that are not there. */
  private async write(batch: readonly Pending[]): Promise<Entry[]> {
    let offset = this.dataEnd;
    const at = new Date().toISOString();
    const entries = batch.map(({ arrival, body }, index) => {
      const id = String(this.entries.length + index + 1);
      const entry = { ...arrival, id, at, size: body.length, offset };
      offset += body.length;
      return entry;
    });
    const lines = Buffer.from(entries.map((entry) => `${JSON.stringify(entry)}\n`).join(''));
    await writeFully(this.data, Buffer.concat(batch.map(({ body }) => body)), this.dataEnd);
    await writeFully(this.index, lines, this.indexEnd);
    this.dataEnd = offset;
    this.indexEnd += lines.length;
    for (const entry of entries) this.remember(entry);
    return entries;
  }

  private remember(entry: Entry): void {
    this.entries.push(entry);
    const counts = this.counts.get(entry.campaign) ?? { email: 0, sms: 0 };
    counts[entry.kind] += 1;
    this.counts.set(entry.campaign, counts);
  }
}

function summary({ offset: _offset, ...message }: Entry): CaughtMessage {
  return message;
}

/** For reading and writing anywhere, made when it is missing, never emptied. */
async function openForBoth(file: string): Promise<FileHandle> {
  await (await open(file, 'a', 0o600)).close();
  return open(file, 'r+');
}

async function writeFully(file: FileHandle, bytes: Buffer, position: number): Promise<void> {
  for (let done = 0; done < bytes.length;) {
    done += (await file.write(bytes, done, bytes.length - done, position + done)).bytesWritten;
  }
}
