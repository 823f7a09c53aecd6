import { setTimeout as sleep } from 'node:timers/promises';
import { NestFactory } from '@nestjs/core';
import { Module, type INestApplicationContext } from '@nestjs/common';
import { Database, PlatformModule } from '#libs/platform';
import { testEnv } from '../support/env.js';
import { createTestServers, type TestServers } from '../support/servers.js';

@Module({})
class Empty {}

describe('the database', () => {
  let servers: TestServers;
  let app: INestApplicationContext;
  let database: Database;

  beforeAll(async () => {
    servers = await createTestServers();
    const platform = PlatformModule.forRoot({
      app: 'test',
      env: testEnv(servers),
      migrations: [],
    });
    app = await NestFactory.createApplicationContext(
      { module: Empty, imports: [platform] },
      { logger: false },
    );
    database = app.get(Database);
    await database.execute('CREATE TABLE pair (id INT PRIMARY KEY, n INT NOT NULL)');
    await database.execute('INSERT INTO pair SELECT seq, 0 FROM seq_1_to_200');
  });

  afterAll(async () => {
    await app.close();
    await servers.drop();
  });

  it('runs a single statement again that was the victim of a deadlock', async () => {
    const statement = await database.transaction(async (sql) => {
      // More than the statement writes, so that the server takes the statement for its victim.
      await sql.execute('UPDATE pair SET n = n + 1 WHERE id > 100');
      const waiting = database.execute('UPDATE pair SET n = n + 10 WHERE id IN (1, 200)');
      // Until it has the first row and waits for the second.
      await sleep(300);
      await sql.execute('UPDATE pair SET n = n + 1 WHERE id = 1');
      return { waiting };
    });
    expect(await statement.waiting).toMatchObject({ affectedRows: 2 });
    const rows = await database.query('SELECT n FROM pair WHERE id IN (1, 2, 200) ORDER BY id');
    expect(rows).toEqual([{ n: 11 }, { n: 0 }, { n: 11 }]);
  });
});
