import { placesOf } from './places.js';

const root = { prefix: '', separator: '/' };
const found = (property: string, value: unknown, constraints: Record<string, string>) =>
  placesOf([{ property, value, constraints }], root);

describe('placesOf', () => {
  it('says of what is missing no more than that', () => {
    expect(found('rule', undefined, { isObject: 'rule must be an object' })).toEqual([
      { place: '/rule', code: 'request.missing', message: 'rule is missing.' },
    ]);
  });

  it('names a field as it is written, and one that there is not', () => {
    expect(found('a/b', 1, { whitelistValidation: 'property a/b should not exist' })).toEqual([
      { place: '/a~1b', code: 'request.unknown_field', message: 'There is no field a/b.' },
    ]);
    expect(found('labelEn', 'x'.repeat(9), { maxLength: 'labelEn must be shorter' })).toEqual([
      { place: '/labelEn', code: 'request.max_length', message: 'labelEn must be shorter.' },
    ]);
  });

  it('says of a wrong type that alone', () => {
    expect(found('name', 5, { isLength: 'name must be longer' })).toEqual([
      { place: '/name', code: 'request.is_string', message: 'name must be a string.' },
    ]);
    const limit = { max: 'limit must not be greater', isInt: 'limit must be an integer number' };
    expect(found('limit', NaN, limit)).toEqual([
      { place: '/limit', code: 'request.is_int', message: 'limit must be an integer number.' },
    ]);
  });

  it('goes into what is nested', () => {
    const child = { property: 'event', value: '', constraints: { isLength: 'event is short' } };
    expect(
      placesOf([{ property: 'goal', value: {}, children: [child] }], { ...root, separator: '.' }),
    ).toEqual([{ place: '.goal.event', code: 'request.is_length', message: 'event is short.' }]);
  });
});
