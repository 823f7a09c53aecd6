import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Log, NestLogger, createLogger, readEnv } from '#libs/platform';
import { migrations } from '../../../migrations/index.js';
import { ApiModule } from './api.module.js';
import { configure, createAdapter } from './configure.js';

/** Longer than any request may sensibly take; shorter than supervisors wait before they kill. */
const shutdownLimitMs = 10_000;

async function start(): Promise<void> {
  const env = readEnv();
  const app = await NestFactory.create<NestFastifyApplication>(
    ApiModule.forRoot({ env, migrations }),
    createAdapter(),
    { logger: new NestLogger(createLogger('api', env.logLevel)), abortOnError: false },
  );
  await configure(app);
  await app.listen(env.port, env.host);
  const log = app.get(Log);
  log.info('api.started', { url: await app.getUrl() });

  let stopping = false;
  const stop = (signal: string): void => {
    if (stopping) return;
    stopping = true;
    log.info('api.stopping', { signal });
    // A connection that never ends must not keep the process.
    setTimeout(() => process.exit(1), shutdownLimitMs).unref();
    app.close().then(
      () => process.exit(0),
      (error: unknown) => {
        log.error('api.stop_failed', { error });
        process.exit(1);
      },
    );
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
}

start().catch((error: unknown) => {
  createLogger('api', 'error').fatal({ err: error }, 'api.not_started');
  process.exit(1);
});
