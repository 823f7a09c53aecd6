import { Sorry } from './say.mjs';

/**
 * Makes the database that the address names when its server has none of that name.
 * @param {string} address `mysql://user:password@host:port/database`
 */
export async function ensureDatabase(address) {
  const url = readAddress(address);
  const name = decodeURIComponent(url.pathname.slice(1));
  const { createConnection } = await import('mysql2/promise');
  const server = new URL(url);
  server.pathname = '/';
  let connection;
  try {
    connection = await createConnection(server.href);
    const [known] = await connection.query('SHOW DATABASES LIKE ?', [
      name.replace(/[\\%_]/g, '\\$&'),
    ]);
    if (known.length > 0) return;
    await connection.query(
      'CREATE DATABASE ?? CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci',
      [name],
    );
  } catch (error) {
    throw new Sorry(
      `The database "${name}" at ${url.host}, which DATABASE_URL names, cannot be used: ${error.message}`,
    );
  } finally {
    await connection?.end();
  }
}

function readAddress(address) {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (url?.protocol.match(/^(mysql|mariadb):$/) && url.pathname.length > 1) return url;
  throw new Sorry('DATABASE_URL must look like mysql://user:password@host:3306/saphan');
}
