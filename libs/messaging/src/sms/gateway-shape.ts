/** A JSON value of a request's template; texts hold `{to}` and the like. */
export type Template =
  string | number | boolean | null | readonly Template[] | { readonly [name: string]: Template };

/** What an answer of a gateway means for the message. */
export const meanings = [
  'accepted',
  'deferred',
  'failed',
  'invalid_number',
  'unavailable',
] as const;
export type Meaning = (typeof meanings)[number];

/** How an HTTP gateway wants to be asked, and what it answers. */
export interface GatewayShape {
  method: 'POST' | 'PUT' | 'GET';
  /** Where the fields go: a JSON body, a form body, or the address. */
  format: 'json' | 'form' | 'query';
  headers: Readonly<Record<string, string>>;
  fields: { readonly [name: string]: Template };
  /** Where the gateway's own id of the message stands in its answer, such as `data.0.id`; empty for nowhere. */
  id: string;
  /** The same `{id}` again is the same message, so whatever has no answer may be sent again. */
  idempotent: boolean;
  /** HTTP statuses that mean something else than usual. */
  statuses: Readonly<Record<string, Meaning>>;
  /** Where the answer to 2xx names a result of its own, and what each means; others are refusals. */
  results: { at: string; meanings: Readonly<Record<string, Meaning>> } | null;
}

/** What may stand in braces in a template. */
export const places = ['id', 'from', 'to', 'digits', 'text', 'campaign', 'token'] as const;

/** The shape that the catcher of `npm start` speaks: the id is an idempotency key. */
export const ownShape: GatewayShape = {
  method: 'POST',
  format: 'json',
  headers: {},
  fields: { id: '{id}', from: '{from}', to: '{to}', text: '{text}', campaign: '{campaign}' },
  id: 'messageId',
  idempotent: true,
  statuses: {},
  results: null,
};

type Json = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isOneOf = <T extends string>(value: unknown, known: readonly T[]): value is T =>
  known.includes(value as T);

const fail = (what: string): never => {
  throw new Error(`SMS_GATEWAY_SHAPE ${what}.`);
};

/**
 * Reads the setting.
 * @throws Error with a sentence that names the field that is missing or wrong.
 */
export function readGatewayShape(json: string | null): GatewayShape {
  if (json === null) return ownShape;
  const shape = parsed(json);
  const known = [
    'method',
    'format',
    'headers',
    'fields',
    'id',
    'idempotent',
    'statuses',
    'results',
  ];
  const stranger = Object.keys(shape).find((name) => !known.includes(name));
  if (stranger !== undefined) fail(`has no field “${stranger}”; it has ${known.join(', ')}`);
  const { method = 'POST', format = 'json', headers = {}, id = '', idempotent = false } = shape;
  if (!isOneOf(method, ['POST', 'PUT', 'GET'])) return fail('/method is POST, PUT or GET');
  if (!isOneOf(format, ['json', 'form', 'query'])) return fail('/format is json, form or query');
  if (method === 'GET' && format !== 'query') fail('/format is query where the method is GET');
  if (!isTexts(headers)) return fail('/headers is an object of texts');
  if (typeof id !== 'string') return fail('/id is a path, such as data.0.id');
  if (typeof idempotent !== 'boolean') return fail('/idempotent is true or false');
  const { fields } = shape;
  if (!isObject(fields)) return fail('/fields is an object');
  if (format !== 'json' && !isTexts(fields)) fail('/fields is an object of texts');
  checkPlaces({ ...headers, ...fields });
  const all = JSON.stringify(fields);
  if (!/\{(?:to|digits)\}/.test(all)) fail('/fields must hold {to} or {digits}');
  if (!all.includes('{text}')) fail('/fields must hold {text}');
  if (idempotent && !all.includes('{id}')) fail('/fields must hold {id} where it is idempotent');
  const statuses = meaningsIn(shape.statuses ?? {}, '/statuses');
  if (!Object.keys(statuses).every((name) => /^[1-5]\d\d$/.test(name)))
    fail('/statuses has HTTP statuses as its names');
  const results = resultsIn(shape.results ?? null);
  const checked = fields as GatewayShape['fields'];
  return { method, format, headers, fields: checked, id, idempotent, statuses, results };
}

function parsed(json: string): Json {
  try {
    const value: unknown = JSON.parse(json);
    if (isObject(value)) return value;
  } catch {
    // said below
  }
  return fail('must be a JSON object');
}

const isTexts = (value: unknown): value is Readonly<Record<string, string>> =>
  isObject(value) && Object.values(value).every((each) => typeof each === 'string');

function meaningsIn(value: unknown, place: string): Record<string, Meaning> {
  if (!isObject(value)) return fail(`${place} is an object`);
  for (const [name, meaning] of Object.entries(value))
    if (!isOneOf(meaning, meanings)) fail(`${place}/${name} is one of ${meanings.join(', ')}`);
  return value as Record<string, Meaning>;
}

function resultsIn(value: unknown): GatewayShape['results'] {
  if (value === null) return null;
  if (!isObject(value) || typeof value.at !== 'string')
    return fail('/results has “at”, a path, and “meanings”');
  return { at: value.at, meanings: meaningsIn(value.meanings, '/results/meanings') };
}

/** A typing error in braces would be sent to everybody. */
function checkPlaces(template: unknown): void {
  for (const [, name] of JSON.stringify(template).matchAll(/\{(\w+)\}/g))
    if (!isOneOf(name, places)) fail(`knows no {${name}}; it knows {${places.join('}, {')}}`);
}
