import { readFileSync } from 'node:fs';
import { faults } from './all.js';
import { elsewhere } from './elsewhere.js';

const guide = readFileSync('docs/guides/faults.md', 'utf8');

describe('the list of faults', () => {
  it('has each name once, with its promise, as the guide has', () => {
    const names = faults.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    for (const { name, promise } of faults) {
      expect(promise).toMatch(/^[A-Z].*\.$/);
      expect(guide).toContain(`| \`${name}\``);
    }
  });

  it('leaves out of the short version only what has a test of its own', () => {
    const twins = faults.flatMap(({ twin }) => twin ?? []);
    const tests = readFileSync('test/faults/sending.spec.ts', 'utf8');
    expect(twins.length).toBeGreaterThan(0);
    for (const twin of twins) expect(tests).toContain(`('${twin}'`);
  });

  it.each([...elsewhere])('$fault: has its test where it says', ({ spec, test }) => {
    expect(readFileSync(spec, 'utf8')).toContain(`('${test}'`);
    expect(guide).toContain(spec.split('/').at(-1));
  });
});
