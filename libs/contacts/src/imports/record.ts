/** Where a record stands in the file. */
interface RecordPlace {
  /** Number of its first physical line, from 1. */
  line: number;
  /** Number of the line that follows it. */
  nextLine: number;
  /** Offset of the byte that follows it: where reading can start again. */
  end: number;
}

/** One record as it was cut out of the file. */
export type FileRecord = RecordPlace &
  ({ fields: readonly string[] } | { fault: { code: string; message: string } });

/** Where reading starts. */
export interface ReadFrom {
  byte: number;
  line: number;
}

/** The bytes of a file from an offset on, in pieces of any size. */
export type FilePieces = (fromByte: number) => AsyncIterable<Buffer>;

const newLine = 0x0a;

/** Number of line feeds in `bytes[from, to)`. */
export function countLines(bytes: Buffer, from: number, to: number): number {
  let lines = 0;
  for (
    let at = bytes.indexOf(newLine, from);
    at !== -1 && at < to;
    at = bytes.indexOf(newLine, at + 1)
  )
    lines++;
  return lines;
}
