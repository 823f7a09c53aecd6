import { createLogger, NestLogger } from './logger.js';

/** What is really written. */
function logged(write: (logger: ReturnType<typeof createLogger>) => void): object {
  const lines: string[] = [];
  write(createLogger('test', 'info', { write: (line) => lines.push(line) }));
  expect(lines).toHaveLength(1);
  return JSON.parse(lines[0]!) as object;
}

describe('a log line', () => {
  it('says which process, when, how grave and what', () => {
    expect(logged((logger) => logger.info({ campaignId: '7' }, 'campaign.done'))).toEqual({
      level: 'info',
      time: expect.stringMatching(/^\d{4}-.*Z$/) as unknown,
      app: 'test',
      pid: process.pid,
      campaignId: '7',
      msg: 'campaign.done',
    });
  });

  it('keeps the message and the place of a bug', () => {
    const err = new TypeError('x is not a function');
    expect(logged((logger) => logger.error({ err }, 'job.failed'))).toMatchObject({
      err: {
        name: 'TypeError',
        message: err.message,
        stack: expect.arrayContaining([expect.stringMatching(/^\s+at .*logger\.spec/)]) as unknown,
      },
    });
  });

  it('keeps nothing of what the database quotes, however it is quoted', () => {
    const message = "Duplicate entry 'o'nok@example.test' for key 'contact_email'";
    const err = Object.assign(new Error(message), {
      name: 'QueryFailedError',
      code: 'ER_DUP_ENTRY',
      errno: 1062,
      parameters: ['nok@example.test'],
      sql: "INSERT … 'nok@example.test'",
    });
    const line = logged((logger) => logger.error({ err }, 'job.failed'));
    expect(line).toMatchObject({ err: { code: 'ER_DUP_ENTRY', errno: 1062 } });
    expect(JSON.stringify(line)).not.toContain('nok@');
    const byNest = logged((logger) => new NestLogger(logger).error('failed', err.stack, 'Nest'));
    expect(JSON.stringify(byNest)).not.toContain('nok@');
  });

  it('survives what is no error', () => {
    expect(logged((logger) => logger.error({ err: 'away' }, 'job.failed'))).toMatchObject({
      err: { name: 'string', message: 'away' },
    });
  });

  it('leaves out what stands under the name of something personal or secret', () => {
    const line = logged((logger) =>
      logger.info({ email: 'nok@example.test', contact: { phone: '+66812345678' } }, 'x'),
    );
    expect(JSON.stringify(line)).not.toMatch(/nok|\+668/);
  });
});
