import type { Visit } from './visits.js';

/** Makes the requests of customers, by way of where the API really listens. */
export class Traffic {
  /**
   * @param publicUrl what addresses in messages begin with
   * @param apiUrl what is put in its place: the public address may not be reachable from here
   */
  constructor(
    private readonly publicUrl: string,
    private readonly apiUrl: string,
  ) {}

  /**
   * Redirects are not followed: they lead to a shop that does not exist.
   * @throws Error when the API fails or knows the address not
   */
  async make({ method, url, headers, body }: Visit): Promise<void> {
    if (!url.startsWith(`${this.publicUrl}/`)) throw new Error(`A message leads astray: ${url}`);
    const address = this.apiUrl + url.slice(this.publicUrl.length);
    const response = await fetch(address, { method, headers, body, redirect: 'manual' });
    await response.arrayBuffer();
    if (response.status >= 400) {
      throw new Error(`${method} of an address in a message was answered ${response.status}.`);
    }
  }
}
