import type { Redis } from 'ioredis';
import type { Sql } from '#libs/platform';

interface Column {
  t: string;
  c: string;
}

/** Every `table.column` of the database that holds these bytes, or this text, somewhere. */
export async function grepDatabase(sql: Sql, needle: Buffer | string): Promise<string[]> {
  const columns = await sql.query<Column>(
    `SELECT table_name AS t, column_name AS c FROM information_schema.columns
     WHERE table_schema = DATABASE() ORDER BY table_name, ordinal_position`,
  );
  const found: string[] = [];
  for (const table of new Set(columns.map(({ t }) => t))) {
    const own = columns.filter(({ t }) => t === table);
    const sums = own.map(({ c }) => `SUM(LOCATE(?, CAST(\`${c}\` AS BINARY)) > 0) AS \`${c}\``);
    const [row] = await sql.query<Record<string, string | null>>(
      `SELECT ${sums.join(', ')} FROM \`${table}\``,
      own.map(() => Buffer.from(needle)),
    );
    for (const { c } of own) if (Number(row![c]) > 0) found.push(`${table}.${c}`);
  }
  return found;
}

/** Every key under the prefix that holds this text in its name or its value. */
export async function grepRedis(redis: Redis, prefix: string, needle: string): Promise<string[]> {
  const found: string[] = [];
  for (const key of await redis.keys(`${prefix}*`)) {
    const read: Record<string, () => Promise<unknown>> = {
      string: () => redis.get(key),
      hash: () => redis.hgetall(key),
      list: () => redis.lrange(key, 0, -1),
      set: () => redis.smembers(key),
      zset: () => redis.zrange(key, 0, -1),
      stream: () => redis.xrange(key, '-', '+'),
    };
    const value = await read[await redis.type(key)]?.();
    if (`${key} ${JSON.stringify(value)}`.includes(needle)) found.push(key);
  }
  return found;
}
