/**
 * Drops the databases of test runs that were interrupted. Only for a server that is held by this
 * run alone.
 * @param {string} url
 */
export async function dropTestDatabases(url) {
  const { createConnection } = await import('mysql2/promise');
  const connection = await createConnection(url);
  try {
    const [rows] = await connection.query(
      "SELECT schema_name AS name FROM information_schema.schemata WHERE schema_name LIKE 'saphan\\\\_test\\\\_%'",
    );
    for (const { name } of rows) await connection.query('DROP DATABASE ??', [name]);
  } finally {
    await connection.end();
  }
}
