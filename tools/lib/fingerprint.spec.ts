import { mkdtempSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fingerprint, isInstalled } from './fingerprint.mjs';

describe('fingerprint', () => {
  let base: string;
  beforeEach(() => {
    base = mkdtempSync(path.join(tmpdir(), 'fingerprint-'));
    mkdirSync(path.join(base, 'src/deep'), { recursive: true });
    writeFileSync(path.join(base, 'src/deep/a.ts'), 'a');
  });
  afterEach(() => rmSync(base, { recursive: true }));

  const now = () => fingerprint(base, ['src', 'absent.json'], (file) => file.endsWith('.ts'));

  it('changes with a content, a name and a new file, and not with a file that is not wanted', () => {
    const before = now();
    writeFileSync(path.join(base, 'src/notes.md'), 'x');
    expect(now()).toBe(before);
    writeFileSync(path.join(base, 'src/deep/a.ts'), 'b');
    const changed = now();
    expect(changed).not.toBe(before);
    renameSync(path.join(base, 'src/deep/a.ts'), path.join(base, 'src/deep/b.ts'));
    const renamed = now();
    expect(renamed).not.toBe(changed);
    writeFileSync(path.join(base, 'src/c.ts'), '');
    expect(now()).not.toBe(renamed);
  });

  it('tells where one file ends and the next begins', () => {
    writeFileSync(path.join(base, 'src/x.ts'), 'one');
    const before = now();
    writeFileSync(path.join(base, 'src/x.ts'), 'on');
    writeFileSync(path.join(base, 'src/y.ts'), 'e');
    expect(now()).not.toBe(before);
  });
});

describe('isInstalled', () => {
  const lock = {
    packages: {
      '': {},
      'node_modules/a': { version: '1.0.0' },
      'node_modules/b': { version: '2.0.0', optional: true },
    },
  };

  it.each([
    ['nothing is installed', undefined, false],
    ['all is', { packages: lock.packages }, true],
    ['an optional one is absent', { packages: { 'node_modules/a': { version: '1.0.0' } } }, true],
    ['a needed one is absent', { packages: { 'node_modules/b': { version: '2.0.0' } } }, false],
    ['one is of another version', { packages: { 'node_modules/a': { version: '1.0.1' } } }, false],
    [
      'an optional one is of another version',
      { packages: { ...lock.packages, 'node_modules/b': { version: '1.9.0' } } },
      false,
    ],
  ])('when %s', (_what, installed, expected) => {
    expect(isInstalled(lock, installed)).toBe(expected);
  });
});
