import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { DatabaseProxy } from '../support/database-proxy.js';
import { VirtualClock } from '../support/clock.js';
import { neverAborted, startContactsWorld, type ContactsWorld } from '../support/contacts-world.js';
import { processEnv } from '../support/env.js';
import { until } from '../support/until.js';

/** Rows of which each tenth is refused, each seventh is a repetition, and some span two lines. */
function bigFile(rows: number): string {
  const lines = ['email,attributes.note,attributes.visits'];
  for (let i = 0; i < rows; i++) {
    const person = i % 7 === 6 ? i - 1 : i;
    const visits = i % 10 === 9 ? 'many' : String(i);
    lines.push(`p${person}@example.test,"ชื่อ ${i % 3 === 0 ? '\n' : ''}${person}",${visits}`);
  }
  return `${lines.join('\n')}\n`;
}

const rows = 6000;
const file = bigFile(rows);

/** What an undisturbed import makes of the file. */
async function stateOf(world: ContactsWorld, id: string) {
  const { counts, state, linesDone, bytesDone } = await world.imports.get(id);
  const [sums] = await world.database.query<object>(
    `SELECT (SELECT COUNT(*) FROM contact) AS contacts, (SELECT SUM(value) FROM contact_number) AS visits,
       (SELECT COUNT(*) FROM import_error) AS faults, (SELECT COUNT(*) FROM contact_tag) AS tags,
       (SELECT COUNT(*) FROM consent) AS statements`,
  );
  return { counts, state, linesDone, bytesDone, ...sums };
}

async function prepare(world: ContactsWorld): Promise<void> {
  await world.attributes.declareAll([
    { name: 'visits', type: 'number', labelEn: 'Visits', labelTh: 'จำนวนครั้ง' },
    { name: 'note', type: 'text', labelEn: 'Note', labelTh: 'หมายเหตุ' },
  ]);
  await world.consents.addWording({
    version: 'v1',
    channel: 'email',
    purpose: 'marketing',
    language: 'en',
    wording: 'I agree.',
  });
}

const options = {
  tags: ['big'],
  consent: [
    { channel: 'email', purpose: 'marketing', wordingVersion: 'v1', source: 'list' } as const,
  ],
};

const worlds: ContactsWorld[] = [];
async function freshWorld(...given: Parameters<typeof startContactsWorld>): Promise<ContactsWorld> {
  const world = await startContactsWorld(...given);
  worlds.push(world);
  await prepare(world);
  return world;
}

afterEach(async () => {
  for (const world of worlds.splice(0)) await world.close();
});

describe('an import that is disturbed', () => {
  let undisturbed: Awaited<ReturnType<typeof stateOf>>;

  beforeAll(async () => {
    const world = await startContactsWorld();
    await prepare(world);
    const { id } = await world.import('contacts_csv', file, { options });
    undisturbed = await stateOf(world, id);
    await world.close();
    expect(undisturbed).toMatchObject({ state: 'done', counts: { failed: rows / 10 } });
  });

  it('survives kill -9 of its worker: another one goes on exactly there', async () => {
    const world = await freshWorld();
    const id = await world.upload('contacts_csv', file, { options });
    for (let kills = 0; kills < 2; kills++) {
      const { linesDone } = await world.imports.get(id);
      const child = spawn(process.execPath, ['--input-type=module', '--eval', runOne(id)], {
        stdio: 'inherit',
        env: processEnv(world.env),
      });
      await until(async () => (await world.imports.get(id)).linesDone > linesDone);
      child.kill('SIGKILL');
      await once(child, 'exit');
    }
    const killed = await world.imports.get(id);
    expect(killed.state).toBe('running');
    await world.runner.run(id, neverAborted);
    expect(await stateOf(world, id)).toEqual(undisturbed);
  });

  it('is not done twice by two workers at once', async () => {
    const world = await freshWorld();
    const id = await world.upload('contacts_csv', file, { options });
    await Promise.all([1, 2, 3].map(() => world.runner.run(id, neverAborted)));
    expect(await stateOf(world, id)).toEqual(undisturbed);
  });

  it('stops at a safe point when its worker drains, and is queued again', async () => {
    const world = await freshWorld();
    const id = await world.upload('contacts_csv', file, { options });
    const drain = new AbortController();
    const running = world.runner.run(id, drain.signal);
    await until(async () => (await world.imports.get(id)).linesDone > 0);
    drain.abort();
    await running;
    expect((await world.imports.get(id)).state).toBe('running');
    await world.runner.run(id, neverAborted);
    expect(await stateOf(world, id)).toEqual(undisturbed);
  });

  it('waits for a database that went away', async () => {
    const proxy = await DatabaseProxy.start();
    const world = await freshWorld(undefined, (url) => proxy.instead(url));
    const id = await world.upload('contacts_csv', file, { options });
    const running = world.runner.run(id, neverAborted);
    await until(async () => (await world.imports.get(id)).linesDone > 0);
    proxy.cut();
    await expect(running).rejects.toThrow();
    proxy.mend();
    // The pool finds out about a dead connection when it is told, or when it tries it.
    await until(() => world.imports.get(id).then(Boolean, () => false));
    await world.runner.run(id, neverAborted);
    expect(await stateOf(world, id)).toEqual(undisturbed);
    await world.close();
    worlds.pop();
    proxy.stop();
  });

  it('writes nothing more once it is cancelled, and can be done after all', async () => {
    const world = await freshWorld();
    const id = await world.upload('contacts_csv', file, { options });
    const running = world.runner.run(id, neverAborted);
    await until(async () => (await world.imports.get(id)).linesDone > 0);
    const cancelled = await world.imports.cancel(id);
    const contacts = () => world.count('SELECT COUNT(*) AS n FROM contact');
    const before = await contacts();
    await running;
    expect(await contacts()).toBe(before);
    expect(await world.imports.get(id)).toMatchObject({
      state: 'cancelled',
      counts: cancelled.counts,
    });
    await world.imports.retry(id);
    await world.runner.run(id, neverAborted);
    const { counts, ...after } = await stateOf(world, id);
    const { counts: expected, ...rest } = undisturbed;
    expect(after).toEqual(rest);
    expect(counts.failed).toBe(expected.failed);
    expect(counts.created + before).toBe(expected.created);
  });

  it('a dry run that was broken off begins again and counts the same', async () => {
    const world = await freshWorld();
    const id = await world.upload('contacts_csv', file, { options, dryRun: true });
    const drain = new AbortController();
    const running = world.runner.run(id, drain.signal);
    await until(async () => (await world.imports.get(id)).linesDone > 0);
    drain.abort();
    await running;
    await world.runner.run(id, neverAborted);
    expect((await world.imports.get(id)).counts).toMatchObject({
      created: undisturbed.counts.created,
      failed: rows / 10,
    });
    expect(await world.count('SELECT COUNT(*) AS n FROM import_error')).toBe(rows / 10);
    expect(await world.count('SELECT COUNT(*) AS n FROM contact')).toBe(0);
  });
});

describe('the sweep', () => {
  it('queues what nobody works on, and forgets files after a week', async () => {
    const clock = new VirtualClock();
    const world = await freshWorld(clock);
    const id = await world.upload('contacts_csv', 'email\na@example.test\n');
    await world.queue.obliterate({ force: true });
    await world.imports.sweep();
    expect(await world.queue.getJobCounts('waiting')).toEqual({ waiting: 0 });
    clock.advance({ seconds: 61 });
    await world.imports.sweep();
    expect(await world.queue.getJobCounts('waiting')).toEqual({ waiting: 1 });
    await world.imports.cancel(id);
    clock.advance({ days: 6 });
    await world.imports.sweep();
    expect(await world.count('SELECT COUNT(*) AS n FROM import_chunk')).toBe(1);
    clock.advance({ days: 2 });
    await world.imports.sweep();
    expect(await world.count('SELECT COUNT(*) AS n FROM import_chunk')).toBe(0);
    await expect(world.imports.retry(id)).rejects.toMatchObject({ code: 'import.file_gone' });
  });
});

/** A program that works off one import, on the compiled sources. */
const runOne = (id: string) => `
  import 'reflect-metadata';
  import { NestFactory } from '@nestjs/core';
  import { ContactsJobsModule, ImportRunner } from '#libs/contacts';
  import { PlatformModule, readEnv } from '#libs/platform';
  const platform = PlatformModule.forRoot({ app: 'test', env: readEnv(), migrations: [] });
  const root = { module: class {}, imports: [platform, ContactsJobsModule] };
  const app = await NestFactory.createApplicationContext(root, { logger: false });
  await app.get(ImportRunner).run('${id}', new AbortController().signal);
  await app.close();
`;
