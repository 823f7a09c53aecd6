import { type Connection, createConnection } from 'mysql2/promise';
import { DataSource } from 'typeorm';
import { migrations } from '../../../migrations/index.js';
import { createTestServers } from '../servers.js';

/** A migrated database of its own, and one connection to it in UTC. */
export async function openWorld(): Promise<{ connection: Connection; close(): Promise<void> }> {
  const servers = await createTestServers();
  const source = new DataSource({ type: 'mysql', url: servers.databaseUrl, migrations });
  await source.initialize();
  await source.runMigrations({ transaction: 'each' });
  await source.destroy();
  const connection = await createConnection({ uri: servers.databaseUrl, timezone: 'Z' });
  await connection.query("SET time_zone = '+00:00'");
  const close = async (): Promise<void> => {
    await connection.end();
    await servers.drop();
  };
  return { connection, close };
}
