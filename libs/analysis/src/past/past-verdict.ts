import type { Text } from '../report/figures.js';
import type { Estimate } from '../statistics/index.js';
import type { PastOutcome } from './past-campaign.js';
import type { PastVerdict } from './past-report.js';

/** A finding is told as one when no more than one in twenty of such would be chance. */
export const alpha = 0.05;

/** Points of a share, or the number itself, with enough figures to be seen. */
export function amountOf(value: number, kind: PastOutcome['kind']): string {
  const shown = kind === 'yes_no' ? value * 100 : value;
  const fixed = shown.toFixed(2);
  const text = Number(fixed) === 0 && shown !== 0 ? String(Number(shown.toPrecision(2))) : fixed;
  return text.replace('-', '−');
}

const unitOf = ({ kind, currency, column }: PastOutcome): Text =>
  kind === 'yes_no'
    ? { en: `points of ${column}`, th: `จุดเปอร์เซ็นต์ของ ${column}` }
    : {
        en: `${currency ?? column} of ${column} a person`,
        th: `${currency ?? ''} ของ ${column} ต่อคน`.trimStart(),
      };

/** What a comparison says; never more than its p value allows. */
export function sentenceOf(
  arm: string,
  outcome: PastOutcome,
  difference: Estimate | null,
  pValue: number | null,
): PastVerdict {
  if (difference === null || pValue === null)
    return {
      kind: 'no_comparison',
      text: {
        en: `${arm}: there is nothing to compare ${outcome.column} with.`,
        th: `${arm}: ไม่มีข้อมูล ${outcome.column} ให้เปรียบเทียบ`,
      },
    };
  const { estimate, low, high } = difference;
  const say = (value: number): string => amountOf(value, outcome.kind);
  const unit = unitOf(outcome);
  if (pValue > alpha)
    return {
      kind: 'no_difference',
      text: {
        en: `${arm}: no difference shown; between ${say(low)} and ${say(high)} ${unit.en} (95 % interval).`,
        th: `${arm}: ยังไม่พบความแตกต่าง อยู่ระหว่าง ${say(low)} ถึง ${say(high)} ${unit.th} (ช่วงความเชื่อมั่น 95 %)`,
      },
    };
  const up = estimate > 0;
  const [near, far] = up ? [low, high] : [-high, -low];
  return {
    kind: up ? 'raised' : 'lowered',
    text: {
      en: `${arm} ${up ? 'raised' : 'lowered'} it by ${say(Math.abs(estimate))} ${unit.en} (${say(near)} to ${say(far)}, 95 % interval).`,
      th: `${arm} ทำให้${up ? 'เพิ่มขึ้น' : 'ลดลง'} ${say(Math.abs(estimate))} ${unit.th} (${say(near)} ถึง ${say(far)} ช่วงความเชื่อมั่น 95 %)`,
    },
  };
}

/** What a marketer does with it. */
export function adviceOf(
  outcome: PastOutcome,
  best: { arm: string; difference: Estimate } | null,
  rival: { arm: string; difference: Estimate; pValue: number } | null,
): Text {
  if (best === null)
    return {
      en: `None of the groups raised ${outcome.column}: do not send it again as it was.`,
      th: `ไม่มีกลุ่มใดทำให้ ${outcome.column} เพิ่มขึ้น: ไม่ควรส่งซ้ำแบบเดิม`,
    };
  const say = (value: number): string => amountOf(value, outcome.kind);
  const unit = unitOf(outcome);
  const { arm, difference } = best;
  const head = {
    en: `Send ${arm}: it raised ${say(difference.estimate)} ${unit.en} (${say(difference.low)} to ${say(difference.high)})`,
    th: `ส่ง ${arm}: เพิ่มขึ้น ${say(difference.estimate)} ${unit.th} (${say(difference.low)} ถึง ${say(difference.high)})`,
  };
  if (rival === null) return { en: `${head.en}.`, th: head.th };
  return rival.pValue > alpha
    ? {
        en: `${head.en}. ${rival.arm} did as well: between the two no difference is shown.`,
        th: `${head.th} ส่วน ${rival.arm} ได้ผลไม่ต่างกันอย่างมีนัยสำคัญ`,
      }
    : {
        en: `${head.en}, ${say(rival.difference.estimate)} more than ${rival.arm} (${say(rival.difference.low)} to ${say(rival.difference.high)}).`,
        th: `${head.th} มากกว่า ${rival.arm} ${say(rival.difference.estimate)} (${say(rival.difference.low)} ถึง ${say(rival.difference.high)})`,
      };
}
