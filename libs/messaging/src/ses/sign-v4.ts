import { createHash, createHmac } from 'node:crypto';

/** A key of AWS, and where it is used. */
export interface AwsCredentials {
  accessKeyId: string;
  secretAccessKey: string;
  region: string;
}

/** A request as it will be sent: without a query, and with a path that needs no encoding. */
export interface UnsignedRequest {
  method: string;
  host: string;
  path: string;
  /** Names in lower case. `host` and `x-amz-date` are added. */
  headers: Readonly<Record<string, string>>;
  body: Buffer | string;
}

const algorithm = 'AWS4-HMAC-SHA256';
const hex = (data: Buffer | string): string => createHash('sha256').update(data).digest('hex');
const hmac = (key: Buffer | string, data: string): Buffer =>
  createHmac('sha256', key).update(data).digest();

/**
 * Signs a request with AWS Signature Version 4.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/create-signed-request.html
 * @param service the name of the service in the scope, such as `ses`.
 * @returns all headers of the request, signature included.
 */
export function signV4(
  { method, host, path, headers, body }: UnsignedRequest,
  { accessKeyId, secretAccessKey, region }: AwsCredentials,
  service: string,
  at: Date,
): Record<string, string> {
  const instant = at.toISOString().replace(/[:-]|\.\d{3}/g, '');
  const day = instant.slice(0, 8);
  const signed: Record<string, string> = { ...headers, host, 'x-amz-date': instant };
  const names = Object.keys(signed).sort();
  const canonical = [
    method,
    path,
    '',
    ...names.map((name) => `${name}:${signed[name]!.trim().replace(/ +/g, ' ')}`),
    '',
    names.join(';'),
    hex(body),
  ].join('\n');
  const scope = `${day}/${region}/${service}/aws4_request`;
  const text = [algorithm, instant, scope, hex(canonical)].join('\n');
  const key = [day, region, service, 'aws4_request'].reduce<Buffer | string>(
    hmac,
    `AWS4${secretAccessKey}`,
  );
  const signature = hmac(key, text).toString('hex');
  const authorization = `${algorithm} Credential=${accessKeyId}/${scope}, SignedHeaders=${names.join(';')}, Signature=${signature}`;
  return { ...signed, authorization };
}
