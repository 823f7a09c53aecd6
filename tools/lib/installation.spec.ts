import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { readInstallation } from './installation.mjs';

describe('the name of an installation', () => {
  let dir: string;
  const file = () => path.join(dir, 'installation.json');

  beforeEach(() => {
    dir = mkdtempSync(path.join(tmpdir(), 'saphan-installation-'));
  });
  afterEach(() => rmSync(dir, { recursive: true }));

  it('is made once, and found again', () => {
    const name = readInstallation(dir);
    expect(name).toMatch(/^[0-9a-f]{24}$/);
    expect(readInstallation(dir)).toBe(name);
  });

  it('is another one in a copy of the directory', () => {
    const name = readInstallation(dir);
    const copy = `${dir}-copy`;
    cpSync(dir, copy, { recursive: true, preserveTimestamps: true });
    try {
      expect(readInstallation(copy)).not.toBe(name);
      expect(readInstallation(dir)).toBe(name);
    } finally {
      rmSync(copy, { recursive: true });
    }
  });

  it('is another one after the file was put back from a backup', () => {
    const name = readInstallation(dir);
    const backup = readFileSync(file());
    rmSync(file());
    writeFileSync(file(), backup);
    expect(readInstallation(dir)).not.toBe(name);
  });

  it('is made anew when the file says nothing', () => {
    writeFileSync(file(), '');
    expect(readInstallation(dir)).toBe(readInstallation(dir));
  });
});
