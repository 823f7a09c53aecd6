import type { Estimate } from '../statistics/index.js';
import type { Verdict, VerdictKind } from './experiment-report.js';
import type { Text } from './figures.js';

export interface Finding {
  started: boolean;
  hasGoal: boolean;
  /** The goal's window is over. */
  complete: boolean;
  /** Conversion rates; null for an empty arm. */
  treated: number | null;
  heldOut: number | null;
  lift: Estimate | null;
}

/** Points with two decimals, or with two figures where two decimals would say 0. */
function points(share: number): string {
  const value = share * 100;
  const text = value.toFixed(2);
  const exact = Number(text) === 0 && value !== 0 ? Number(value.toPrecision(2)).toString() : text;
  return exact.replace('-', '−');
}

interface Said {
  by: string;
  low: string;
  high: string;
  treated: string;
  heldOut: string;
}

const sentences: Record<VerdictKind, (said: Said) => Text> = {
  not_started: () => ({
    en: 'The campaign has not started yet.',
    th: 'แคมเปญนี้ยังไม่เริ่ม',
  }),
  no_goal: () => ({
    en: 'The campaign has no goal, so that its effect cannot be told.',
    th: 'แคมเปญนี้ไม่ได้ตั้งเป้าหมายไว้ จึงบอกผลไม่ได้',
  }),
  no_comparison: () => ({
    en: 'One of the two groups is empty, so that there is nothing to compare with.',
    th: 'มีกลุ่มหนึ่งที่ไม่มีคนอยู่เลย จึงไม่มีอะไรให้เปรียบเทียบ',
  }),
  no_difference: ({ low, high, treated, heldOut }) => ({
    en: `no difference yet: ${treated} % of the treated and ${heldOut} % of the held out converted; the true difference lies between ${low} and ${high} points (95 % interval).`,
    th: `ยังไม่พบความแตกต่าง: กลุ่มที่ได้รับแคมเปญบรรลุเป้าหมาย ${treated} % กลุ่มควบคุม ${heldOut} % ผลต่างที่แท้จริงอยู่ระหว่าง ${low} ถึง ${high} จุดเปอร์เซ็นต์ (ช่วงความเชื่อมั่น 95 %)`,
  }),
  raised: ({ by, low, high, treated, heldOut }) => ({
    en: `the campaign raised conversions by ${by} points (from ${low} to ${high}, 95 % interval): ${treated} % of the treated against ${heldOut} % of the held out.`,
    th: `แคมเปญนี้เพิ่มอัตราการบรรลุเป้าหมาย ${by} จุดเปอร์เซ็นต์ (ตั้งแต่ ${low} ถึง ${high} ช่วงความเชื่อมั่น 95 %): กลุ่มที่ได้รับแคมเปญ ${treated} % เทียบกับกลุ่มควบคุม ${heldOut} %`,
  }),
  lowered: ({ by, low, high, treated, heldOut }) => ({
    en: `the campaign lowered conversions by ${by} points (from ${low} to ${high}, 95 % interval): ${treated} % of the treated against ${heldOut} % of the held out.`,
    th: `แคมเปญนี้ลดอัตราการบรรลุเป้าหมาย ${by} จุดเปอร์เซ็นต์ (ตั้งแต่ ${low} ถึง ${high} ช่วงความเชื่อมั่น 95 %): กลุ่มที่ได้รับแคมเปญ ${treated} % เทียบกับกลุ่มควบคุม ${heldOut} %`,
  }),
};

/** One sentence that says no more than the interval allows. */
export function verdictOf(finding: Finding): Verdict {
  const kind = kindOf(finding);
  const { lift } = finding;
  const down = kind === 'lowered';
  const text = sentences[kind]({
    by: points(Math.abs(lift?.estimate ?? 0)),
    // "Lowered by" counts downwards.
    low: points(down ? -(lift?.high ?? 0) : (lift?.low ?? 0)),
    high: points(down ? -(lift?.low ?? 0) : (lift?.high ?? 0)),
    treated: points(finding.treated ?? 0),
    heldOut: points(finding.heldOut ?? 0),
  });
  return { kind, text: lift === null ? text : opened(text, finding.complete) };
}

function kindOf({ started, hasGoal, lift }: Finding): VerdictKind {
  if (!started) return 'not_started';
  if (!hasGoal) return 'no_goal';
  if (lift === null) return 'no_comparison';
  if (lift.low > 0) return 'raised';
  return lift.high < 0 ? 'lowered' : 'no_difference';
}

/** While the window is open the sentence says so. */
function opened(text: Text, complete: boolean): Text {
  if (!complete) return { en: `So far, ${text.en}`, th: `จนถึงขณะนี้ ${text.th}` };
  return { en: text.en.charAt(0).toUpperCase() + text.en.slice(1), th: text.th };
}
