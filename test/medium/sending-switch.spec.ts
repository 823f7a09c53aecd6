import { SendingSwitch } from '#libs/messaging';
import { LedgerWorld } from '../support/ledger-world.js';

const asked = { userId: null, reason: 'wrong price' };

describe('the switch for all sending', () => {
  let ledger: LedgerWorld;
  let sending: SendingSwitch;

  beforeAll(async () => {
    ledger = await LedgerWorld.open();
    sending = ledger.app.get(SendingSwitch);
    await sending.check();
  });
  afterEach(() => sending.release(asked, { deliveries: 0, since: null }));
  afterAll(() => ledger.close());

  const set = (sql: string) => ledger.database.execute(`UPDATE sending_switch SET ${sql}`);
  const look = async () => {
    await ledger.begin(3);
    await ledger.plan();
    return ledger.due();
  };

  it('confirms no intent once it is off, of whatever was looked at before', async () => {
    const intents = await look();
    await sending.hold(asked);
    expect((await ledger.flush({ intents })).size).toBe(0);
    expect(await ledger.states()).toEqual({ planned: 3 });
    expect(await ledger.due()).toEqual([]);
    await sending.release(asked, { deliveries: 0, since: null });
    expect((await ledger.flush({ intents: await ledger.due() })).size).toBe(3);
  });

  it('waits for the flush that is under way: what that intends was intended before the answer', async () => {
    const intents = await look();
    const done: string[] = [];
    const { all } = await ledger.database.transaction(async (sql) => {
      // The flush comes to these after it has looked at the switch.
      await sql.query('SELECT contact_id FROM consent_state FOR UPDATE');
      const pause = () => new Promise((resolve) => setTimeout(resolve, 150));
      const flush = ledger.flush({ intents }).then(({ size }) => done.push(`flushed ${size}`));
      await pause();
      const hold = sending.hold(asked).then(() => done.push('held'));
      await pause();
      expect(done).toEqual([]);
      return { all: Promise.all([flush, hold]) };
    });
    await all;
    expect(done).toEqual(['flushed 3', 'held']);
  });

  it('is off where the row is missing', async () => {
    const intents = await look();
    await set('id = 2');
    expect((await ledger.flush({ intents })).size).toBe(0);
    await set('id = 1');
    expect((await ledger.flush({ intents })).size).toBe(3);
  });

  it('keeps who said so, and when it is said twice, the first', async () => {
    await sending.hold({ userId: '7', reason: 'first' });
    await sending.hold({ userId: '8', reason: 'second' });
    expect(await sending.state()).toMatchObject({
      held: true,
      cause: 'stopped',
      reason: 'first',
      userId: '7',
    });
  });

  it('confirms nothing from the database of another installation, until it is told to', async () => {
    const intents = await look();
    await set(`installation = 'elsewhere'`);
    await sending.check();
    expect((await ledger.flush({ intents })).size).toBe(0);
    expect(await sending.state()).toMatchObject({ held: true, cause: 'restored' });
    await sending.release(asked, { deliveries: 0, since: null });
    expect((await ledger.flush({ intents })).size).toBe(3);
  });

  it('confirms nothing from a database that went back, from that instant on', async () => {
    const intents = await look();
    await set('tide = tide - 1');
    expect((await ledger.flush({ intents })).size).toBe(0);
    await sending.check();
    expect(await sending.state()).toMatchObject({ held: true, cause: 'restored' });
    await sending.release(asked, { deliveries: 0, since: null });
    await sending.check();
    expect((await sending.state()).held).toBe(false);
    expect((await ledger.flush({ intents })).size).toBe(3);
  });
});
