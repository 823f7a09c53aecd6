import { addContacts, draftCampaign, startWorld, type World } from '../support/world.js';

const guards = {
  bounces: { warn: 0.02, pause: 0.05 },
  complaints: { warn: 0.0008, pause: 0.003 },
  errors: { warn: 0.02, pause: 0.05 },
  minimumVolume: 200,
  confirmAbove: 20,
};

describe('a campaign that goes to many', () => {
  let world: World;

  beforeAll(async () => {
    world = await startWorld();
    await addContacts(world, 21);
    await world.admin.put('/v1/sending/guards', guards);
  });
  afterAll(() => world.close());

  const approved = async () => {
    const id = await draftCampaign(world);
    await world.marketer.post(`/v1/campaigns/${id}/submit`, {});
    await world.admin.post(`/v1/campaigns/${id}/approve`, {});
    return `/v1/campaigns/${id}`;
  };
  const needed = { status: 400, body: { code: 'campaign.confirmation_needed' } };

  it.each([
    ['nothing', undefined],
    ['another number', '20'],
    ['yes', 'yes'],
  ])('is not launched with %s typed, and says what must be', async (_, confirm) => {
    const path = await approved();
    const answer = await world.marketer.post(`${path}/schedule`, { confirm });
    expect(answer).toMatchObject(needed);
    expect(answer.body.errors).toMatchObject([
      { place: '/confirm', message: expect.stringContaining('Type 21, or') as unknown },
    ]);
    expect((await world.marketer.get(path)).body.state).toBe('approved');
  });

  it.each([
    ['the number', '21'],
    ['the number as it is read', ' 2,1 '],
  ])('is launched with %s typed', async (_, confirm) => {
    const path = await approved();
    const answer = await world.marketer.post(`${path}/schedule`, { confirm });
    expect(answer).toMatchObject({ status: 200, body: { state: 'scheduled' } });
  });

  it('is launched with its name typed', async () => {
    const path = await approved();
    const { name } = (await world.marketer.get(path)).body;
    expect((await world.marketer.post(`${path}/schedule`, { confirm: name })).status).toBe(200);
  });

  it('is asked about again when it is launched again', async () => {
    const path = await approved();
    await world.marketer.post(`${path}/schedule`, { confirm: '21', at: '2100-01-01T00:00:00Z' });
    await world.marketer.post(`${path}/unschedule`, {});
    expect(await world.marketer.post(`${path}/schedule`, {})).toMatchObject(needed);
  });

  it('is nothing special at the very number', async () => {
    await world.admin.put('/v1/sending/guards', { ...guards, confirmAbove: 21 });
    expect((await world.marketer.post(`${await approved()}/schedule`, {})).status).toBe(200);
    await world.admin.put('/v1/sending/guards', guards);
  });
});
