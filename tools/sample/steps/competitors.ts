import type { ApiClient } from '../client.js';
import { addDays } from '../generator/calendar.js';

interface Move {
  kind: 'price' | 'promotion' | 'launch' | 'message' | 'channel';
  title: string;
  body: string;
  /** Days from the day of the campaign, the last one included. */
  days: [from: number, to: number | null];
  confidence: 'low' | 'medium' | 'high';
  impact: number;
  tags: string[];
}

interface Rival {
  name: string;
  aliases: string[];
  website: string;
  description: string;
  moves: Move[];
}

/** Nobody's real competitors. */
const rivals: Rival[] = [
  {
    name: 'บ้านไผ่ทอง',
    aliases: ['Baan Phai Thong'],
    website: 'https://phaithong.example',
    description: 'ร้านเครื่องจักสานไม้ไผ่ในเชียงใหม่ มีหน้าร้านสามแห่ง',
    moves: [
      {
        kind: 'promotion',
        title: 'ลดทั้งร้าน 30 % ต้อนรับหน้าฝน',
        body: 'เห็นป้ายหน้าร้านและโพสต์บนเพจ ลดเฉพาะหน้าร้าน ไม่รวมสินค้าใหม่',
        days: [-2, 6],
        confidence: 'high',
        impact: 4,
        tags: ['ไม้ไผ่', 'หน้าร้าน'],
      },
      {
        kind: 'launch',
        title: 'เปิดตัวตะกร้าสานรุ่นใหม่ ส่งฟรีทั่วประเทศ',
        body: 'ราคาใกล้เคียงกับ BAM-114 ของเรา',
        days: [5, null],
        confidence: 'medium',
        impact: 3,
        tags: ['ไม้ไผ่', 'ค่าส่ง'],
      },
    ],
  },
  {
    name: 'Riverside Living',
    aliases: ['ริเวอร์ไซด์ ลิฟวิ่ง'],
    website: 'https://riverside-living.example',
    description:
      'Home furnishings online, based in Bangkok; strong with English-speaking customers.',
    moves: [
      {
        kind: 'price',
        title: 'Hand-loomed bedspreads cut from 1,790 to 1,290 baht',
        body: 'Matches our price for TEX-027 during the sale.',
        days: [0, 9],
        confidence: 'high',
        impact: 4,
        tags: ['textiles', 'price match'],
      },
      {
        kind: 'message',
        title: 'Newsletter says "the rain sale everyone waits for"',
        body: 'Went out the evening before ours, in English only.',
        days: [-1, null],
        confidence: 'medium',
        impact: 2,
        tags: ['newsletter'],
      },
    ],
  },
];

/** Writes down what competitors do in the weeks of a campaign that starts on this day. */
export async function noteCompetitors(api: ApiClient, today: string): Promise<void> {
  for (const { moves, ...rival } of rivals) {
    const isIt = ({ name }: { name: string }): boolean => name === rival.name;
    const known = await api.find<{ id: string; name: string }>('/v1/competitors', isIt);
    const { id } = known ?? (await api.post<{ id: string }>('/v1/competitors', rival));
    const notes = `/v1/competitors/${id}/notes`;
    for (const { days, ...move } of moves) {
      const listed = `/v1/competitor-notes?competitorId=${id}`;
      if (await api.find<{ title: string }>(listed, ({ title }) => title === move.title)) continue;
      await api.post(notes, {
        ...move,
        startsOn: addDays(today, days[0]),
        endsOn: days[1] === null ? null : addDays(today, days[1]),
        sourceUrl: `${rival.website}/news`,
        sourceDate: addDays(today, Math.min(0, days[0])),
      });
    }
  }
}
