/** A message centre and how to log in there. */
export interface SmppAddress {
  host: string;
  port: number;
  tls: boolean;
  /** Of bind_transceiver (SMPP 3.4 section 4.1.5). */
  systemId: string;
  password: string;
  systemType: string;
}

/**
 * Reads `smpp://user:password@host:2775?system_type=…`, or `ssmpp://` over TLS (port 3550).
 * @throws Error with a sentence that names SMPP_URL.
 */
export function readSmppAddress(text: string): SmppAddress {
  const url = new URL(text);
  const tls = url.protocol === 'ssmpp:';
  const address: SmppAddress = {
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: Number(url.port) || (tls ? 3550 : 2775),
    tls,
    systemId: decodeURIComponent(url.username),
    password: decodeURIComponent(url.password),
    systemType: url.searchParams.get('system_type') ?? '',
  };
  if (address.host === '' || address.systemId === '')
    throw new Error('SMPP_URL must name a host and a user, such as smpp://user:password@host.');
  const stranger = [...url.searchParams.keys()].find((name) => name !== 'system_type');
  if (stranger !== undefined) throw new Error(`SMPP_URL knows no “${stranger}”.`);
  return address;
}
