import { connect, dataSourceOptions } from '#libs/platform';
import { migrations } from './index.js';

/** Brings the database that DATABASE_URL names to the newest migration. */
async function run(): Promise<void> {
  const url = process.env.DATABASE_URL;
  if (!url) throw new Error('DATABASE_URL is not set.');
  const source = await connect(dataSourceOptions(url, 2, migrations));
  try {
    const done = await source.runMigrations({ transaction: 'each' });
    console.log(done.length ? `${done.length} migrations run` : 'The database is up to date');
  } finally {
    await source.destroy();
  }
}

await run();
