/** Where the customers live. */
export interface Place {
  city: { th: string; en: string };
  province: { th: string; en: string };
  /** In proportion to customers. */
  weight: number;
}

const place = (city: [string, string], province: [string, string], weight: number): Place => ({
  city: { th: city[0], en: city[1] },
  province: { th: province[0], en: province[1] },
  weight,
});
const capital = (city: [string, string], weight: number): Place => place(city, city, weight);

export const places: readonly Place[] = [
  capital(['กรุงเทพมหานคร', 'Bangkok'], 30),
  capital(['เชียงใหม่', 'Chiang Mai'], 22),
  place(['หางดง', 'Hang Dong'], ['เชียงใหม่', 'Chiang Mai'], 5),
  place(['สันกำแพง', 'San Kamphaeng'], ['เชียงใหม่', 'Chiang Mai'], 4),
  capital(['เชียงราย', 'Chiang Rai'], 6),
  capital(['ลำพูน', 'Lamphun'], 4),
  capital(['ลำปาง', 'Lampang'], 4),
  capital(['ขอนแก่น', 'Khon Kaen'], 5),
  capital(['นครราชสีมา', 'Nakhon Ratchasima'], 5),
  place(['หาดใหญ่', 'Hat Yai'], ['สงขลา', 'Songkhla'], 4),
  capital(['ภูเก็ต', 'Phuket'], 4),
  place(['พัทยา', 'Pattaya'], ['ชลบุรี', 'Chon Buri'], 4),
  place(['หัวหิน', 'Hua Hin'], ['ประจวบคีรีขันธ์', 'Prachuap Khiri Khan'], 3),
];

/** The few who live abroad. */
export const abroad: readonly [Abroad, ...Abroad[]] = [
  { city: 'Singapore', country: 'SG', timeZone: 'Asia/Singapore' },
  { city: 'London', country: 'GB', timeZone: 'Europe/London' },
  { city: 'Tokyo', country: 'JP', timeZone: 'Asia/Tokyo' },
  { city: 'Berlin', country: 'DE', timeZone: 'Europe/Berlin' },
];

interface Abroad {
  city: string;
  country: string;
  timeZone: string;
}
