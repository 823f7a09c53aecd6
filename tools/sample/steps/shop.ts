import type { ApiClient } from '../client.js';

const organisation = {
  name: 'ร้านสะพานไม้ / Saphan Mai',
  address: '88 ถนนริมน้ำ ตำบลวัดเกต อำเภอเมืองเชียงใหม่ เชียงใหม่ 50000',
  phone: '',
  email: 'hello@shop.saphan.example',
  website: 'https://shop.saphan.example',
};

const senders = [
  { channel: 'email', name: 'ร้านสะพานไม้', address: 'news@shop.saphan.example' },
  { channel: 'sms', name: 'ร้านสะพานไม้', address: 'SaphanMai' },
] as const;

export const wordingVersion = '2025-10';

const wordings = [
  {
    channel: 'email',
    language: 'th',
    wording: 'ข้าพเจ้ายินยอมให้ร้านสะพานไม้ส่งข่าวสารและโปรโมชันทางอีเมล และทราบว่าถอนความยินยอมได้ทุกเมื่อ',
  },
  {
    channel: 'email',
    language: 'en',
    wording:
      'I agree that Saphan Mai sends me news and offers by e-mail. I may withdraw this at any time.',
  },
  {
    channel: 'sms',
    language: 'th',
    wording: 'ข้าพเจ้ายินยอมให้ร้านสะพานไม้ส่งข่าวสารและโปรโมชันทาง SMS และทราบว่าถอนความยินยอมได้ทุกเมื่อ',
  },
  {
    channel: 'sms',
    language: 'en',
    wording:
      'I agree that Saphan Mai sends me news and offers by SMS. I may withdraw this at any time.',
  },
] as const;

/** The labels stand within the sentences of rules: nouns, in lower case. */
const attributes = [
  ['loyalty_tier', 'text', 'loyalty tier', 'ระดับสมาชิก'],
  ['lifetime_spend', 'number', 'spending so far in baht', 'ยอดซื้อสะสมเป็นบาท'],
  ['favourite_categories', 'list', 'favourite categories', 'หมวดสินค้าที่ชอบ'],
  ['newsletter', 'boolean', 'newsletter subscription', 'การรับจดหมายข่าว'],
  ['province', 'text', 'province', 'จังหวัด'],
  ['joined_on', 'date', 'date of joining', 'วันที่เป็นสมาชิก'],
  ['last_visit', 'date', 'last visit', 'วันที่มาครั้งล่าสุด'],
] as const;

interface Sender {
  id: string;
  channel: string;
  address: string;
}

/** What messages need to say who sends them, and the words that people agreed to. */
export async function setUpShop(api: ApiClient): Promise<void> {
  await api.put('/v1/organisation', organisation);
  const { items: known } = await api.get<{ items: Sender[] }>('/v1/senders');
  for (const sender of senders) {
    if (!known.some(({ address }) => address === sender.address))
      await api.post('/v1/senders', sender);
  }
  await addWordings(api);
  await declareAttributes(api);
}

/** @returns the id of the sender that the campaign uses */
export async function emailSender(api: ApiClient): Promise<string> {
  const { items } = await api.get<{ items: Sender[] }>('/v1/senders');
  const found = items.find(({ address }) => address === senders[0].address);
  if (!found) throw new Error('The sender of the sample campaign is gone.');
  return found.id;
}

async function addWordings(api: ApiClient): Promise<void> {
  interface Wording {
    version: string;
    channel: string;
    language: string;
  }
  const { items } = await api.get<{ items: Wording[] }>('/v1/consent-wordings');
  for (const { channel, language, wording } of wordings) {
    const isKnown = items.some(
      (item) =>
        item.version === wordingVersion && item.channel === channel && item.language === language,
    );
    if (isKnown) continue;
    const purpose = 'marketing';
    await api.post<void>('/v1/consent-wordings', {
      version: wordingVersion,
      channel,
      purpose,
      language,
      wording,
    });
  }
}

async function declareAttributes(api: ApiClient): Promise<void> {
  const { items } = await api.get<{ items: { name: string }[] }>('/v1/attributes');
  for (const [name, type, labelEn, labelTh] of attributes) {
    if (items.some((item) => item.name === name)) continue;
    await api.post('/v1/attributes', { name, type, labelEn, labelTh });
  }
}
