import type { DomainError } from '#libs/kernel';
import { checkBodyShape } from './body-shape.js';

function refusal(json: string): string | undefined {
  try {
    checkBodyShape(JSON.parse(json));
    return undefined;
  } catch (error) {
    return (error as DomainError).places[0]?.code;
  }
}

const nested = (levels: number, open: string, close: string) =>
  `${open.repeat(levels)}1${close.repeat(levels)}`;

describe('the shape of a body', () => {
  it.each([
    ['{"a":', '}'],
    ['[', ']'],
    ['[{"a":', '}]'],
  ])('has at most a hundred levels of %s', (open, close) => {
    const levels = 100 / open.replace(/[^[{]/g, '').length;
    expect(refusal(nested(levels, open, close))).toBeUndefined();
    expect(refusal(nested(levels + 1, open, close))).toBe('request.too_deep');
    expect(refusal(nested(300_000, open, close))).toBe('request.too_deep');
  });

  it('may be wide', () => {
    expect(refusal(`{"events":[${'{"a":{"b":1}},'.repeat(100_000)}0]}`)).toBeUndefined();
  });

  it('has no constructor of its own', () => {
    expect(refusal('{"constructor":{"x":1}}')).toBe('request.unknown_field');
    expect(refusal('{"properties":{"constructor":1}}')).toBeUndefined();
  });

  it('holds texts that are text', () => {
    expect(refusal('{"a":["😀 \\ud83d\\ude00"]}')).toBeUndefined();
    expect(refusal('{"a":["\\ud83d"]}')).toBe('request.ill_formed_text');
  });

  it('may be no object at all', () => {
    for (const json of ['null', '1', '"x"', '[]']) expect(refusal(json)).toBeUndefined();
  });
});
