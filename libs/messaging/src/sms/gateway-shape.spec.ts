import { ownShape, readGatewayShape } from './gateway-shape.js';

const good = { fields: { to: '{to}', text: '{text}' } };
const read = (changes: object) => readGatewayShape(JSON.stringify({ ...good, ...changes }));

describe('SMS_GATEWAY_SHAPE', () => {
  it('is our own shape where nothing is said', () => {
    expect(readGatewayShape(null)).toBe(ownShape);
  });

  it('needs no more than the fields', () => {
    expect(read({})).toMatchObject({ method: 'POST', format: 'json', idempotent: false });
  });

  it.each([
    ['[]', 'must be a JSON object'],
    ['{', 'must be a JSON object'],
  ])('%s is refused', (text, why) => {
    expect(() => readGatewayShape(text)).toThrow(`SMS_GATEWAY_SHAPE ${why}`);
  });

  it.each<[object, string]>([
    [{ method: 'PATCH' }, '/method'],
    [{ method: 'GET' }, '/format is query'],
    [{ format: 'xml' }, '/format'],
    [{ headers: { a: 1 } }, '/headers'],
    [{ fields: 'to' }, '/fields'],
    [{ fields: { text: '{text}' } }, '/fields must hold {to} or {digits}'],
    [{ fields: { to: '{to}' } }, '/fields must hold {text}'],
    [{ format: 'form', fields: { a: { to: '{to}' }, text: '{text}' } }, '/fields'],
    [{ fields: { ...good.fields, x: '{txet}' } }, 'knows no {txet}'],
    [{ idempotent: true }, '/fields must hold {id}'],
    [{ statuses: { '200': 'fine' } }, '/statuses/200'],
    [{ statuses: { ok: 'accepted' } }, '/statuses'],
    [{ results: { meanings: {} } }, '/results'],
    [{ results: { at: 'code', meanings: { 1: 'ok' } } }, '/results/meanings/1'],
    [{ timeout: 3 }, 'no field “timeout”'],
  ])('%j is refused with its place', (changes, why) => {
    expect(() => read(changes)).toThrow(why);
  });
});
