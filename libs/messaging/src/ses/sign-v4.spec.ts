import { signV4, type UnsignedRequest } from './sign-v4.js';

const key = {
  accessKeyId: 'AKIDEXAMPLE',
  secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY',
  region: 'us-east-1',
};
const at = new Date('2015-08-30T12:36:00Z');
const vanilla = { host: 'example.amazonaws.com', path: '/', headers: {}, body: '' };
const form = { 'content-type': 'application/x-www-form-urlencoded' };

/** Of AWS' test suite for Signature Version 4, by their names there. */
const vectors: readonly [string, UnsignedRequest, names: string, signature: string][] = [
  [
    'get-vanilla',
    { ...vanilla, method: 'GET' },
    'host;x-amz-date',
    '5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31',
  ],
  [
    'post-vanilla',
    { ...vanilla, method: 'POST' },
    'host;x-amz-date',
    '5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b',
  ],
  [
    'post-x-www-form-urlencoded',
    { ...vanilla, method: 'POST', headers: form, body: 'Param1=value1' },
    'content-type;host;x-amz-date',
    'ff11897932ad3f4e8b18135d722051e5ac45fc38421b1da7b9d196a0fe09473a',
  ],
];

describe('signatures of AWS, version 4', () => {
  it.each(vectors)('%s', (_name, request, names, signature) => {
    const headers = signV4(request, key, 'service', at);
    expect(headers['x-amz-date']).toBe('20150830T123600Z');
    expect(headers.authorization).toBe(
      `AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, ` +
        `SignedHeaders=${names}, Signature=${signature}`,
    );
  });
});
