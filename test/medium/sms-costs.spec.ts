import {
  addContacts,
  draftCampaign,
  launch,
  startWorld,
  untilState,
  type World,
} from '../support/world.js';

interface Segments {
  encoding: string;
  count: number;
  forcing: { character: string; positions: number[] }[];
}

interface Estimate {
  variants: {
    language: string;
    segments: Segments;
    recipients: number;
    parts: number;
    cost: object;
  }[];
  recipients: number;
  parts: number;
  cost: object | null;
  unpriced: number;
}

interface Found {
  code: string;
  severity: string;
  message: string;
  messageTh: string;
  place: string;
}

let world: World;
let contactIds: string[];

beforeAll(async () => {
  world = await startWorld();
  contactIds = await addContacts(world, 20);
});
afterAll(() => world.close());

const prices = {
  currency: 'THB',
  prices: [
    { prefix: '66', price: '0.25' },
    { prefix: '65', price: '1.5' },
  ],
};

const content = (languages: Record<string, string>) => ({
  channel: 'sms',
  fallbackLanguage: Object.keys(languages)[0]!,
  languages: Object.fromEntries(Object.entries(languages).map(([tag, body]) => [tag, { body }])),
  sampleData: { contact: { firstName: 'Malee' } },
});

let keys = 0;

async function template(languages: Record<string, string>): Promise<string> {
  const key = `cost-${++keys}`;
  const answer = await world.marketer.put<{ id: string }>('/v1/templates', {
    key,
    content: content(languages),
  });
  if (answer.status !== 200) throw new Error(answer.text);
  return answer.body.id;
}

async function sender(address: string): Promise<string> {
  const made = { channel: 'sms', name: 'ร้าน', address };
  return (await world.marketer.post<{ id: string }>('/v1/senders', made)).body.id;
}

async function findings(id: string): Promise<Found[]> {
  const path = `/v1/campaigns/${id}/preflight`;
  return (await world.marketer.get<{ findings: Found[] }>(path)).body.findings;
}

const ofSms = async (id: string): Promise<string[]> =>
  (await findings(id)).map(({ code }) => code).filter((code) => /sms|sender/.test(code));

async function estimate(id: string): Promise<Estimate | null> {
  const path = `/v1/campaigns/${id}/dry-run`;
  return (await world.marketer.get<{ sms: Estimate | null }>(path)).body.sms;
}

describe('prices', () => {
  it('are an administrator’s to set, and everybody’s to read who sends', async () => {
    expect((await world.marketer.put('/v1/sms/prices', prices)).status).toBe(403);
    expect((await world.marketer.get('/v1/sms/prices')).body).toEqual({
      currency: null,
      prices: [],
    });
    const answer = await world.admin.put('/v1/sms/prices', prices);
    expect(answer.body).toEqual({ currency: 'THB', prices: [...prices.prices].reverse() });
    expect((await world.marketer.get('/v1/sms/prices')).body).toEqual(answer.body);
  });

  it.each([
    [{ currency: 'baht', prices: [] }, '/currency'],
    [{ currency: 'THB', prices: [{ prefix: '+66', price: '1' }] }, '/prices/0/prefix'],
    [{ currency: 'THB', prices: [{ prefix: '66', price: '-1' }] }, '/prices/0/price'],
    [{ currency: 'THB', prices: [...prices.prices, prices.prices[0]!] }, '/prices/2/prefix'],
  ])('that are none change nothing: %j', async (list, place) => {
    const answer = await world.admin.put<{ errors: { place: string }[] }>('/v1/sms/prices', list);
    expect(answer.status).toBe(400);
    expect(answer.body.errors[0]!.place).toBe(place);
    expect(
      (await world.admin.get<{ prices: object[] }>('/v1/sms/prices')).body.prices,
    ).toHaveLength(2);
  });
});

describe('a preview', () => {
  it('shows parts, what forces UCS-2 and where, and what it costs to whom', async () => {
    const id = await template({ en: 'Sale ฿100 “today”' });
    const { body } = await world.marketer.get<{ segments: Segments; cost: object }>(
      `/v1/templates/${id}/preview?contactId=${contactIds[0]}`,
    );
    expect(body.segments).toMatchObject({ encoding: 'UCS-2', count: 1 });
    expect(body.segments.forcing).toEqual([
      { character: '฿', positions: [6] },
      { character: '“', positions: [11] },
      { character: '”', positions: [17] },
    ]);
    expect(body.cost).toEqual({ amount: '0.25', currency: 'THB' });
    const sample = await world.marketer.get<{ cost: null }>(`/v1/templates/${id}/preview`);
    expect(sample.body.cost).toBeNull();
  });

  it('counts the links that it will go out with', async () => {
    const link = 'https://shop.example.test/a';
    const id = await template({ en: `${'x'.repeat(160 - link.length - 1)} ${link}` });
    const { body } = await world.marketer.get<{ text: string; segments: Segments }>(
      `/v1/templates/${id}/preview`,
    );
    expect(body.text).toHaveLength(160);
    expect(body.segments.count).toBe(2);
  });
});

describe('a dry run', () => {
  it('says by language what will be sent, and for how much', async () => {
    const templateId = await template({ en: 'Sale today!', th: 'ลดราคา '.repeat(11) });
    const id = await draftCampaign(world, { templateId }, 'sms');
    await world.database.execute(`UPDATE contact SET phone = '+6591234567' WHERE id = ?`, [
      contactIds[1],
    ]);
    await world.database.execute(`UPDATE contact SET phone = '+4915112345678' WHERE id = ?`, [
      contactIds[3],
    ]);
    // Of 20 people every other one reads English: 8 Thai numbers, one of Singapore, one of Germany.
    expect(await estimate(id)).toEqual({
      variants: [
        {
          language: 'en',
          segments: { encoding: 'GSM-7', count: 1, characters: 11, forcing: [] },
          recipients: 10,
          parts: 10,
          cost: { amount: '3.50', currency: 'THB' },
        },
        {
          language: 'th',
          segments: expect.objectContaining({ encoding: 'UCS-2', count: 2 }) as object,
          recipients: 10,
          parts: 20,
          cost: { amount: '5.00', currency: 'THB' },
        },
      ],
      recipients: 20,
      parts: 30,
      cost: { amount: '8.50', currency: 'THB' },
      unpriced: 1,
    });
  });

  it('counts the people who will get it, and no others', async () => {
    const id = await draftCampaign(world, { holdoutShare: 0.4 }, 'sms');
    const { body } = await world.marketer.get<{ planned: number; sms: Estimate }>(
      `/v1/campaigns/${id}/dry-run`,
    );
    expect(body.planned).toBeLessThan(20);
    expect(body.sms.recipients).toBe(body.planned);
  });

  it('has nothing to say of mail', async () => {
    expect(await estimate(await draftCampaign(world))).toBeNull();
  });
});

describe('preflight of text messages', () => {
  it('finds nothing where all is well', async () => {
    const templateId = await template({ en: 'Sale today!', th: 'ลดราคาวันนี้' });
    expect(await ofSms(await draftCampaign(world, { templateId }, 'sms'))).toEqual([]);
  });

  it('names the few characters that make it dear', async () => {
    const templateId = await template({ en: 'Don’t miss it today, everything must go!' });
    const id = await draftCampaign(world, { templateId }, 'sms');
    const [found] = (await findings(id)).filter(({ code }) => code === 'preflight.sms_ucs2');
    expect(found).toMatchObject({ severity: 'warning', place: 'languages.en.body' });
    expect(found!.message).toContain('’ @ 4');
    expect(found!.messageTh).toContain('’ @ 4');
  });

  it.each(['https://bit.ly/3abc', 'http://www.TinyURL.com/x', 'https://shorturl.asia/y'])(
    'refuses the public shortener of %s',
    async (url) => {
      const templateId = await template({ en: `Sale: ${url}` });
      const id = await draftCampaign(world, { templateId }, 'sms');
      expect(await ofSms(id)).toEqual(['preflight.sms_shortener']);
      expect((await world.marketer.post(`/v1/campaigns/${id}/submit`, {})).status).toBe(400);
    },
  );

  it('takes hosts for what they are, not for what they begin or end with', async () => {
    const templateId = await template({ en: 'https://bit.ly.example.test/a https://rabbit.ly/b' });
    expect(await ofSms(await draftCampaign(world, { templateId }, 'sms'))).toEqual([]);
  });

  it('refuses a name that is not registered for Thai numbers', async () => {
    const senderId = await sender('NEWNAME');
    const id = await draftCampaign(world, { senderId }, 'sms');
    expect(await ofSms(id)).toEqual(['preflight.sender_unregistered']);
    const path = `/v1/senders/${senderId}/registration`;
    const registration = { with: 'AIS', on: '2026-11-02', reference: 'SN-77' };
    const answer = await world.marketer.put(path, registration);
    expect(answer.body).toMatchObject({ address: 'NEWNAME', registration });
    expect(await ofSms(id)).toEqual([]);
    expect((await world.marketer.delete(path)).body).toMatchObject({ registration: null });
    expect(await ofSms(id)).toEqual(['preflight.sender_unregistered']);
  });

  it('only warns where no Thai number would get it, and not at all of a number', async () => {
    await world.database.execute(`UPDATE contact SET phone = REPLACE(phone, '+66', '+65')`);
    const named = await draftCampaign(world, { senderId: await sender('OTHER') }, 'sms');
    expect(await ofSms(named)).toEqual(['preflight.sender_maybe_unregistered']);
    await world.database.execute(
      `UPDATE contact SET phone = REPLACE(phone, '+65', '+66') WHERE phone <> '+6591234567'`,
    );
    const number = await draftCampaign(world, { senderId: await sender('+66912345678') }, 'sms');
    expect(await ofSms(number)).toEqual([]);
  });

  it('nobody registers a sender of mail, or one that is not there', async () => {
    const mail = { channel: 'email', name: 'x', address: 'x@shop.example.test' };
    const { body } = await world.marketer.post<{ id: string }>('/v1/senders', mail);
    const registration = { with: 'AIS', on: '2026-11-02', reference: 'SN-77' };
    const to = (id: string) => world.marketer.put(`/v1/senders/${id}/registration`, registration);
    expect(await to(body.id)).toMatchObject({
      status: 409,
      body: { code: 'sender.not_registrable' },
    });
    expect(await to('999999')).toMatchObject({ status: 404, body: { code: 'sender.not_found' } });
  });
});

it('links in text messages lead over our own address', async () => {
  const templateId = await template({ en: 'Sale: https://shop.example.test/sale' });
  await world.database.execute(`UPDATE contact SET language = 'en'`);
  const id = await draftCampaign(world, { templateId }, 'sms');
  await world.work();
  await launch(world, id);
  await untilState(world, id, 'done');
  const { messages } = world.caught.list({ campaign: id, limit: 1 });
  const text = (await world.caught.read(messages[0]!.id))!.toString();
  expect(text).toMatch(/^Sale: http:\/\/saphan\.test\/t\/c\/[\w-]+$/);
});
