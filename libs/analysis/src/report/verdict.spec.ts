import { type Finding, verdictOf } from './verdict.js';

const finding: Finding = {
  started: true,
  hasGoal: true,
  complete: true,
  treated: 0.041,
  heldOut: 0.029,
  lift: { estimate: 0.012, low: 0.004, high: 0.02 },
};

describe('the verdict', () => {
  it('says by how much, and how sure that is', () => {
    expect(verdictOf(finding)).toEqual({
      kind: 'raised',
      text: {
        en: 'The campaign raised conversions by 1.20 points (from 0.40 to 2.00, 95 % interval): 4.10 % of the treated against 2.90 % of the held out.',
        th: 'แคมเปญนี้เพิ่มอัตราการบรรลุเป้าหมาย 1.20 จุดเปอร์เซ็นต์ (ตั้งแต่ 0.40 ถึง 2.00 ช่วงความเชื่อมั่น 95 %): กลุ่มที่ได้รับแคมเปญ 4.10 % เทียบกับกลุ่มควบคุม 2.90 %',
      },
    });
  });

  it('counts downwards what was lowered', () => {
    const lift = { estimate: -0.012, low: -0.02, high: -0.004 };
    const { kind, text } = verdictOf({ ...finding, lift });
    expect(kind).toBe('lowered');
    expect(text.en).toContain('lowered conversions by 1.20 points (from 0.40 to 2.00,');
  });

  it.each([
    [-0.0001, 0.02],
    [0, 0.02],
    [-0.02, 0],
  ])('sees no difference while 0 lies in %p to %p', (low, high) => {
    const verdict = verdictOf({ ...finding, lift: { estimate: 0.012, low, high } });
    expect(verdict.kind).toBe('no_difference');
    expect(verdict.text.en).toMatch(/^No difference yet: /);
    expect(verdict.text.th).toMatch(/^ยังไม่พบความแตกต่าง/);
  });

  it('never rounds a difference to 0.00', () => {
    const lift = { estimate: 0.00006, low: 0.0000123, high: 0.0001 };
    expect(verdictOf({ ...finding, lift }).text.en).toContain('(from 0.0012 to 0.01');
  });

  it('says so while the window is open', () => {
    const { text } = verdictOf({ ...finding, complete: false });
    expect(text.en).toMatch(/^So far, the campaign raised/);
    expect(text.th).toMatch(/^จนถึงขณะนี้ /);
  });

  it.each<[Partial<Finding>, string]>([
    [{ started: false, hasGoal: false, lift: null }, 'not_started'],
    [{ hasGoal: false, lift: null }, 'no_goal'],
    [{ lift: null, heldOut: null }, 'no_comparison'],
  ])('%p is %s', (change, kind) => {
    const verdict = verdictOf({ ...finding, complete: false, ...change });
    expect(verdict.kind).toBe(kind);
    expect(verdict.text.en).not.toMatch(/So far/);
    expect(verdict.text.th.length).toBeGreaterThan(0);
  });
});
