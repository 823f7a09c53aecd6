import { readSettings } from './settings.js';

const source = {
  SAPHAN_API_URL: 'http://127.0.0.1:3000/',
  PUBLIC_URL: 'http://127.0.0.1:3000',
  SAPHAN_CATCHER_URL: 'http://127.0.0.1:8025',
  SAPHAN_REPORT_FILE: '/tmp/report.json',
  SAPHAN_ADMIN_EMAIL: 'admin@saphan.example',
  SAPHAN_ADMIN_PASSWORD: 'secret',
};

describe('readSettings', () => {
  it('reads the addresses without their trailing slash', () => {
    expect(readSettings(source).apiUrl).toBe('http://127.0.0.1:3000');
  });

  it.each(Object.keys(source))('names %s when it is missing', (name) => {
    expect(() => readSettings({ ...source, [name]: ' ' })).toThrow(name);
  });
});
