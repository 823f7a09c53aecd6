import { Sealer } from './sealing.js';

const [old, now] = ['o'.repeat(32), 'n'.repeat(32)];

describe('sealed secrets', () => {
  const box = new Sealer('dkim', { current: old }).seal('กุญแจ');

  it('open with the secret that sealed them, the present one or the one before', () => {
    expect(box.toString('latin1')).not.toContain('กุญแจ');
    expect(new Sealer('dkim', { current: old }).open(box)).toBe('กุญแจ');
    expect(new Sealer('dkim', { current: now, previous: old }).open(box)).toBe('กุญแจ');
  });

  it('open with no other, for no other purpose, and not once they were touched', () => {
    expect(new Sealer('dkim', { current: now }).open(box)).toBeNull();
    expect(new Sealer('mail', { current: old }).open(box)).toBeNull();
    for (const at of [0, 15, box.length - 1]) {
      const touched = Buffer.from(box);
      touched[at]! ^= 1;
      expect(new Sealer('dkim', { current: old }).open(touched)).toBeNull();
    }
  });
});
