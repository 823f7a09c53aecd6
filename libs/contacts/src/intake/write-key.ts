/** What a key of ours looks like: none of it means anything in JSON. Others are no secret here. */
const keyPattern = /^sph_[A-Za-z0-9_-]{16,128}$/;

const asterisk = '*'.charCodeAt(0);

/**
 * Makes the write key in a body unreadable where it stands: it is kept nowhere but as its hash.
 * @param json the same body, parsed.
 */
export function hideKey(body: Buffer, json: Readonly<Record<string, unknown>>): Buffer {
  const { writeKey } = json;
  if (typeof writeKey !== 'string' || !keyPattern.test(writeKey)) return body;
  let at = body.indexOf(writeKey);
  // Written with escapes: what says the same without it.
  if (at < 0) return Buffer.from(JSON.stringify({ ...json, writeKey: undefined }));
  const { length } = writeKey;
  for (; at >= 0; at = body.indexOf(writeKey, at + length)) body.fill(asterisk, at, at + length);
  return body;
}
