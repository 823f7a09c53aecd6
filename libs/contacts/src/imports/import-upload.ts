import { Inject, Injectable } from '@nestjs/common';
import { DomainError } from '#libs/kernel';
import { isDuplicate } from '#libs/platform';
import { chunkBytes, ImportFileRepository } from './import-file.repository.js';
import { IMPORT_LIMITS, type ImportLimits } from './import-limits.js';

/** Takes a file in as a stream and keeps it in pieces: at most two of them are in memory. */
@Injectable()
export class ImportUpload {
  constructor(
    private readonly files: ImportFileRepository,
    @Inject(IMPORT_LIMITS) private readonly limits: ImportLimits,
  ) {}

  /**
   * @returns the number of bytes.
   * @throws DomainError import.file_too_large, import.file_empty, import.upload_conflict; nothing of
   * the file is kept then.
   */
  async receive(importId: string, stream: AsyncIterable<Uint8Array>): Promise<number> {
    await this.files.remove(importId);
    try {
      const bytes = await this.store(importId, stream);
      if (bytes === 0) throw new DomainError('import.file_empty', 'invalid', 'The file is empty.');
      if ((await this.files.size(importId)) !== bytes) throw conflict();
      return bytes;
    } catch (error) {
      // Another upload of the same import is under way: its pieces are not ours to remove.
      if (isDuplicate(error)) throw conflict();
      await this.files.remove(importId);
      throw error;
    }
  }

  private async store(importId: string, stream: AsyncIterable<Uint8Array>): Promise<number> {
    let held: Uint8Array[] = [];
    let heldBytes = 0;
    let bytes = 0;
    let n = 0;
    for await (const part of stream) {
      held.push(part);
      heldBytes += part.length;
      bytes += part.length;
      if (bytes > this.limits.maxFileBytes) throw tooLarge(this.limits.maxFileBytes);
      if (heldBytes < chunkBytes) continue;
      const all = Buffer.concat(held);
      let at = 0;
      for (; all.length - at >= chunkBytes; at += chunkBytes)
        await this.files.addChunk(importId, n++, all.subarray(at, at + chunkBytes));
      held = [all.subarray(at)];
      heldBytes = all.length - at;
    }
    if (heldBytes > 0) await this.files.addChunk(importId, n, Buffer.concat(held));
    return bytes;
  }
}

const conflict = (): DomainError =>
  new DomainError(
    'import.upload_conflict',
    'conflict',
    'The file is being uploaded twice at once.',
  );

const tooLarge = (max: number): DomainError =>
  new DomainError(
    'import.file_too_large',
    'too_large',
    `A file has at most ${Math.floor(max / 1024 / 1024)} MB. Split it, each part with the header.`,
  );
