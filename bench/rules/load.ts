import { Readable } from 'node:stream';
import { createConnection, type Connection } from 'mysql2/promise';

/** A connection that may load local streams; instants are text in UTC. */
export async function connect(url: string): Promise<Connection> {
  const connection = await createConnection({
    uri: url,
    flags: ['+LOCAL_FILES'],
    dateStrings: true,
    multipleStatements: false,
  });
  await connection.query("SET time_zone = '+00:00', tx_isolation = 'READ-COMMITTED'");
  return connection;
}

const piece = 1 << 20;

/** Lines joined to pieces of about a megabyte: LOAD DATA wants Buffers. */
function* pieces(lines: Iterable<string>): Generator<Buffer> {
  let text = '';
  for (const line of lines) {
    text += line;
    if (text.length < piece) continue;
    yield Buffer.from(text);
    text = '';
  }
  if (text !== '') yield Buffer.from(text);
}

/** LOAD DATA LOCAL from lines whose values are parted by tabs. `\N` is NULL. */
export async function load(
  connection: Connection,
  into: string,
  lines: Iterable<string>,
): Promise<void> {
  await connection.query({
    sql: `LOAD DATA LOCAL INFILE 'lines' INTO TABLE ${into}`,
    infileStreamFactory: () => Readable.from(pieces(lines)),
  });
}
