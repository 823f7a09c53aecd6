import { DataSource, type DataSourceOptions, type MixedList } from 'typeorm';

type ClassList = MixedList<new () => object>;

interface Pool {
  on(event: 'connection', listener: (connection: { query(sql: string): void }) => void): void;
}

/** What every session of ours relies on, whatever the server's defaults are. */
const session =
  "SET time_zone = '+00:00', sql_mode = 'STRICT_ALL_TABLES,NO_ENGINE_SUBSTITUTION," +
  "ERROR_FOR_DIVISION_BY_ZERO,NO_ZERO_DATE,NO_ZERO_IN_DATE'";

/** A host that froze in mid-transaction gives its locks back after this, seconds. */
const idleTransaction = 30;

const sessionMariaDb = `${session}, tx_isolation = 'READ-COMMITTED', idle_transaction_timeout = ${idleTransaction}`;

/** MySQL 8 has another name for the isolation, and no limit for idle transactions. */
const sessionMySql = `${session}, transaction_isolation = 'READ-COMMITTED'`;

/** How every process of the project connects. */
export function dataSourceOptions(
  url: string,
  connections: number,
  migrations: ClassList,
): DataSourceOptions {
  return {
    type: 'mariadb',
    url,
    charset: 'utf8mb4_unicode_520_ci',
    timezone: 'Z',
    // Ids are opaque strings; DATE stays the day that was written, in no zone.
    supportBigNumbers: true,
    bigNumberStrings: true,
    dateStrings: ['DATE'],
    synchronize: false,
    migrations: migrations as DataSourceOptions['migrations'],
    extra: {
      connectionLimit: connections,
      // An object given as a value must never become SQL.
      stringifyObjects: true,
      flags: ['+LOCAL_FILES'],
    },
  };
}

/** Connects, and sees to it that each connection of the pool, now and later, has our session. */
export async function connect(options: DataSourceOptions): Promise<DataSource> {
  const source = await new DataSource(options).initialize();
  const [row] = await source.query<{ version: string }[]>('SELECT VERSION() AS version');
  const statement = row?.version.includes('MariaDB') ? sessionMariaDb : sessionMySql;
  const { pool } = source.driver as unknown as { pool: Pool };
  pool.on('connection', (connection) => connection.query(statement));
  await source.query(statement);
  return source;
}
