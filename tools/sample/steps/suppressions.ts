import type { ApiClient } from '../client.js';
import type { Person } from '../generator/person.js';
import { step } from '../print/say.js';

/** Puts the addresses on the suppression list that never want a message again; again is once. */
export async function suppressSome(api: ApiClient, people: readonly Person[]): Promise<void> {
  const addresses = people.flatMap(({ email, suppressed }) => (suppressed && email ? email : []));
  await step(`suppressed ${addresses.length} addresses`, async () => {
    for (const address of addresses) {
      await api.post<void>('/v1/suppressions', { channel: 'email', address, reason: 'manual' });
    }
  });
}
