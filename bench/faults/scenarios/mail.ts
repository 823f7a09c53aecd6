import type { Fault } from '../fault.js';
import type { Script, Trick } from '../mail-server.js';

/** `c17@example.test` is 17. */
const numberOf = (recipient: string): number => Number(/^c(\d+)@/.exec(recipient)?.[1]);

/** Of so many people, whose number leaves this rest when it is divided. */
const countOf = (people: number, by: number, rest: number): number =>
  Math.floor((people - rest) / by) + (rest === 0 ? 0 : 1);

const refuse = (at: 'rcpt' | 'dot', reply: string): Trick => ({ do: 'refuse', at, reply });

/** One of 500 has no mailbox; some are told to come back, some find the server closing. */
const refusing: Script = (recipient, time) => {
  const n = numberOf(recipient);
  if (n % 500 === 0) return refuse('rcpt', '550 5.1.1 No such user');
  if (n % 500 === 250) return refuse('dot', '554 5.7.1 Not wanted');
  if (n % 100 === 1 && time === 1) return refuse('rcpt', '421 4.3.2 Closing');
  if (n % 100 === 2 && time <= 2) return refuse('rcpt', '450 4.2.1 Greylisted');
  if (n % 100 === 3 && time === 1) return refuse('dot', '451 4.3.0 Later');
  return undefined;
};

export const smtpRefusals: Fault = {
  name: 'smtp-refusals',
  promise:
    'A mail server answers 421, 450, 451, 550: what is refused for good fails alone, the rest comes later, once.',
  async run(stage) {
    const { people } = stage.scale;
    stage.mail.script = refusing;
    const run = await stage.launch();
    stage.work();
    await stage.untilDone(run);
    const failed = countOf(people, 500, 0) + countOf(people, 500, 250);
    const passing = [1, 2, 3].map((rest) => countOf(people, 100, rest));
    return stage.judge(
      run,
      { states: { accepted: people - failed, failed } },
      {
        figures: { refused: failed, put_off: passing.reduce((sum, n) => sum + n) },
      },
    );
  },
};

/** Silence and broken connections, before the server has the message and after. */
const breaking: Script = (recipient, time) => {
  if (time > 1) return undefined;
  switch (numberOf(recipient) % 200) {
    case 1:
      return { do: 'break', when: 'before' };
    case 2:
      return { do: 'break', when: 'after' };
    case 101:
      return { do: 'hang', when: 'before' };
    case 102:
      return { do: 'hang', when: 'after' };
    default:
      return undefined;
  }
};

export const smtpBreaks: Fault = {
  name: 'smtp-breaks',
  promise:
    'A mail server hangs or hangs up: before it has the message that costs nothing; after it, the message is listed as in doubt and may come twice.',
  async run(stage) {
    const { people } = stage.scale;
    stage.mail.script = breaking;
    const run = await stage.launch();
    stage.work();
    await stage.untilDone(run);
    const after = countOf(people, 200, 2) + countOf(people, 200, 102);
    const seen = await stage.judge(
      run,
      { extra: after, listed: after },
      {
        figures: { before: countOf(people, 200, 1) + countOf(people, 200, 101), after },
      },
    );
    // The server has each of them and never said so: all must be in doubt, or the fault did not strike.
    const { listed } = seen.findings;
    if (listed < after)
      return { ...seen, broken: [...seen.broken, `${listed} of ${after} listed`] };
    return seen;
  },
};
