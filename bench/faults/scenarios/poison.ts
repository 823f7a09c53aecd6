import { AddressHasher } from '#libs/platform';
import type { Fault } from '../fault.js';

/** What no import would let in, and what must not get out should it ever be there. */
const poisons: readonly { email: string; firstName: string }[] = [
  { email: 'c1@example.test>\r\nRCPT TO:<victim@example.test', firstName: 'Malee' },
  { email: 'c2@example.test\r\n.\r\n', firstName: 'Malee' },
  { email: 'c3@example.test> NOTIFY=NEVER', firstName: 'Malee' },
];
/** One who can be written to, and whose name must not become a header. */
const odd = { id: 4, firstName: 'Malee\r\nBcc: victim@example.test' };

export const poison: Fault = {
  name: 'poison',
  promise:
    'Contacts that cannot be written to fail alone, smuggle nothing out, and keep nobody from getting theirs.',
  async run(stage) {
    const { host, ledger, mail, scale } = stage;
    const hasher = new AddressHasher(host.settings.ADDRESS_SECRET!);
    const write = (id: number, email: string, firstName: string) =>
      ledger.execute('UPDATE contact SET email = ?, email_hash = ?, first_name = ? WHERE id = ?', [
        email,
        hasher.hash(email),
        firstName,
        id,
      ]);
    try {
      for (const [at, { email, firstName }] of poisons.entries())
        await write(at + 1, email, firstName);
      await write(odd.id, `c${odd.id}@example.test`, odd.firstName);
      const run = await stage.launch();
      stage.work();
      await stage.untilDone(run);
      const strangers = mail.journal
        .slice(run.from)
        .filter(({ recipient }) => !/^c\d+@example\.test$/.test(recipient)).length;
      const failed = poisons.length;
      return await stage.judge(
        run,
        { states: { accepted: scale.people - failed, failed } },
        {
          figures: { poisoned: failed, strangers },
          broken: [strangers > 0 && `${strangers} messages to nobody of ours`],
        },
      );
    } finally {
      for (let id = 1; id <= odd.id; id += 1) await write(id, `c${id}@example.test`, `Malee ${id}`);
    }
  },
};
