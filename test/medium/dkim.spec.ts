import { createPublicKey } from 'node:crypto';
import { systemClock } from '#libs/kernel';
import { DkimKeyRepository, DkimService } from '#libs/messaging';
import { checkDkim } from '../support/check-dkim.js';
import {
  addContacts,
  draftCampaign,
  launch,
  startWorld,
  untilState,
  type World,
} from '../support/world.js';

interface Key {
  id: string;
  selector: string;
  state: string;
  record: { name: string; value: string };
}

describe('DKIM keys', () => {
  let world: World;

  beforeAll(async () => {
    world = await startWorld();
    await addContacts(world, 3);
  });
  afterAll(() => world.close());

  const make = (body: object) => world.marketer.post<Key & { code: string }>('/v1/dkim-keys', body);
  const move = (id: string, step: string, body: object = {}) =>
    world.marketer.post<Key & { code: string }>(`/v1/dkim-keys/${id}/${step}`, body);
  const publicKey = ({ record }: Key) => {
    const p = Buffer.from(/p=(.*)$/.exec(record.value)![1]!, 'base64');
    const der = record.value.includes('ed25519')
      ? Buffer.concat([Buffer.from('302a300506032b6570032100', 'hex'), p])
      : p;
    return createPublicKey({ key: der, format: 'der', type: 'spki' });
  };
  /** What was caught of a campaign of its own. */
  const caught = async (): Promise<Buffer[]> => {
    const id = await draftCampaign(world);
    await launch(world, id);
    await untilState(world, id, 'done');
    const { messages: items } = world.caught.list({ campaign: id, limit: 10 });
    return Promise.all(items.map(async (each) => (await world.caught.read(each.id))!));
  };

  it('says what is wrong with a wish', async () => {
    expect(await make({ domain: 'Shop' })).toMatchObject({
      status: 400,
      body: { code: 'dkim.domain_invalid', errors: [{ place: '/domain' }] },
    });
    expect(await make({ domain: 'shop.example.test', selector: 'a.b' })).toMatchObject({
      status: 400,
      body: { code: 'dkim.selector_invalid' },
    });
    expect((await move('999', 'activate')).body.code).toBe('dkim.not_found');
  });

  it('sign only once they stand in DNS, in whatever pieces and spaces', async () => {
    const zone = new Map<string, string[]>();
    const { app, env } = world.api;
    const keys = app.get(DkimKeyRepository);
    const texts = (name: string) => Promise.resolve(zone.get(name) ?? []);
    const service = new DkimService(keys, texts, systemClock, env);
    const { id, record } = await service.create({ domain: 'dns.example.test', algorithm: 'rsa' });
    const activate = () => service.activate(id, { look: true });
    await expect(activate()).rejects.toMatchObject({ code: 'dkim.not_published' });
    zone.set(record.name, ['v=spf1 -all', record.value.slice(0, -9)]);
    await expect(activate()).rejects.toMatchObject({ code: 'dkim.not_published' });
    zone.set(record.name, [record.value.replaceAll(' ', '').replace('p=', ' p = ')]);
    expect(await activate()).toMatchObject({ state: 'active' });
  });

  it('rotate: what is sent bears each key that is active, and no other', async () => {
    const worker = await world.work();
    const rsa = (await make({ domain: 'shop.example.test', selector: 'one' })).body;
    expect(rsa).toMatchObject({
      state: 'new',
      record: {
        name: 'one._domainkey.shop.example.test',
        value: expect.stringMatching(/^v=DKIM1; k=rsa; p=/) as string,
      },
    });
    expect((await make({ domain: 'shop.example.test', selector: 'one' })).body.code).toBe(
      'dkim.selector_taken',
    );
    for (const mail of await caught()) expect(mail.toString()).not.toContain('DKIM-Signature');

    expect((await move(rsa.id, 'activate', { look: false })).body.state).toBe('active');
    const ed = (await make({ domain: 'shop.example.test', selector: 'two', algorithm: 'ed25519' }))
      .body;
    await move(ed.id, 'activate', { look: false });
    await worker.stop();
    await world.work();
    const both = await caught();
    expect(both).toHaveLength(3);
    for (const mail of both) {
      expect(checkDkim(mail, publicKey(rsa), 0)).toBe('pass');
      expect(checkDkim(mail, publicKey(ed), 1)).toBe('pass');
      expect(mail.toString('latin1')).toMatch(/h=[^;]*list-unsubscribe:[^;]*list-unsubscribe-post/);
    }

    expect((await move(rsa.id, 'retire')).body.state).toBe('retired');
    expect((await move(rsa.id, 'retire')).body.code).toBe('dkim.not_active');
    expect((await move(rsa.id, 'activate', { look: false })).body.code).toBe('dkim.not_new');
    const { body } = await world.marketer.get<{ items: Key[] }>('/v1/dkim-keys');
    expect(body.items.map(({ selector, state }) => `${selector} ${state}`)).toEqual(
      expect.arrayContaining(['two active', 'one retired']),
    );
    expect(JSON.stringify(body)).not.toContain('PRIVATE');
    const rows = await world.database.query<{ sealed: Buffer }>(
      'SELECT sealed_key AS sealed FROM dkim_key',
    );
    for (const { sealed } of rows) expect(sealed.toString('latin1')).not.toContain('PRIVATE');
  }, 60_000);
});
