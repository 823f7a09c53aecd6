/** A fault that a test of `npm test` proves, and not the suite. */
export interface Elsewhere {
  fault: string;
  spec: string;
  /** The test's name there. */
  test: string;
}

/** What needs a virtual clock, or the inside of a process, or has long been a test. */
export const elsewhere: readonly Elsewhere[] = [
  {
    fault: 'both changes of the clocks (DST)',
    spec: 'test/medium/triggers.time.spec.ts',
    test: 'has one occurrence a local day, through both changes of the clocks',
  },
  {
    fault: 'connections to the database lost, in COMMIT too',
    spec: 'test/faults/campaigns.spec.ts',
    test: 'two of them, and a database that hangs up on one, send each message once',
  },
  {
    fault: 'connections to the database lost under intake',
    spec: 'test/faults/intake.spec.ts',
    test: 'connections to the database that are lost, in COMMIT too: 503, and each message once',
  },
  {
    fault: 'a mail server that is down',
    spec: 'test/faults/sending.spec.ts',
    test: 'loses nothing: it is all sent once the server is back',
  },
  {
    fault: 'a mail server that takes every copy and breaks off',
    spec: 'test/faults/campaigns.spec.ts',
    test: 'a server that takes every copy and then breaks off gets three, not more',
  },
  {
    fault: 'a poisoned template',
    spec: 'test/faults/campaigns.spec.ts',
    test: 'a template that can no longer be compiled fails its own campaign and no other',
  },
  {
    fault: 'an address in the envelope that holds commands',
    spec: 'test/medium/smtp-envelope.spec.ts',
    test: 'holds %s never: such a message fails alone',
  },
  {
    fault: 'pause and cancel in mid-campaign',
    spec: 'test/faults/sending.spec.ts',
    test: 'pause holds from the moment it is answered; resume sends the rest; cancel says why',
  },
  {
    fault: 'somebody erased in mid-campaign',
    spec: 'test/faults/sending.spec.ts',
    test: 'a person who is erased meanwhile gets nothing, and everybody else does',
  },
  {
    fault: 'triggers: kill -9, two workers, a flushed Redis',
    spec: 'test/faults/triggers.spec.ts',
    test: 'kill -9 in mid-firing, two workers, a flushed Redis: each event is acted upon once',
  },
  {
    fault: 'kept segments: kill -9 in mid-batch',
    spec: 'test/faults/keeper.spec.ts',
    test: 'kill -9 in mid-batch, by two workers: no signal is lost, none comes twice',
  },
  {
    fault: 'intake: kill -9 of API and workers',
    spec: 'test/faults/intake.spec.ts',
    test: 'kill -9 of the API between answer and consumption: all that was acknowledged is taken in, once',
  },
  {
    fault: 'webhooks of every provider, repeated, reordered, forged',
    spec: 'test/medium/webhooks.spec.ts',
    test: 'whoever forges it changes nothing',
  },
];
