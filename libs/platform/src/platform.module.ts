import { type DynamicModule, Global, Inject, Module, type OnModuleDestroy } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import type { Redis } from 'ioredis';
import type { DataSourceOptions, MigrationInterface } from 'typeorm';
import { type Clock, systemClock } from '#libs/kernel';
import { Bell } from './bell.js';
import { connect, dataSourceOptions } from './data-source.js';
import { Database } from './database.js';
import { DeadLetters } from './dead-letters.js';
import type { Env } from './env.js';
import { Health } from './health.js';
import { JobWorkers, Jobs } from './jobs.js';
import { Log } from './log.js';
import { createLogger } from './logger.js';
import { Metrics } from './metrics.js';
import { createFailingRedis } from './redis.js';
import { AddressHasher } from './signing.js';
import { CLOCK, ENV, LATEST_MIGRATION, LOGGER, REDIS } from './tokens.js';

export interface PlatformOptions {
  app: string;
  env: Env;
  /** Every migration class, oldest first. */
  migrations: readonly (new () => MigrationInterface)[];
  clock?: Clock;
}

/** Env, clock, database, Redis, jobs, logging, metrics and health: what every process stands on. */
@Global()
@Module({})
export class PlatformModule implements OnModuleDestroy {
  constructor(@Inject(REDIS) private readonly redis: Redis) {}

  static forRoot({ app, env, migrations, clock = systemClock }: PlatformOptions): DynamicModule {
    const exported = [
      { provide: ENV, useValue: env },
      { provide: CLOCK, useValue: clock },
      { provide: LOGGER, useFactory: () => createLogger(app, env.logLevel) },
      {
        provide: REDIS,
        inject: [Log],
        useFactory: (log: Log) =>
          createFailingRedis(env.redisUrl, (why) => log.warn('redis.error', { why })),
      },
      { provide: LATEST_MIGRATION, useValue: migrations.at(-1)?.name ?? '' },
      { provide: AddressHasher, useFactory: () => new AddressHasher(env.addressSecret) },
      Log,
      Bell,
      Database,
      DeadLetters,
      Jobs,
      JobWorkers,
      Metrics,
      Health,
    ];
    return {
      module: PlatformModule,
      imports: [
        TypeOrmModule.forRootAsync({
          useFactory: () => ({
            ...dataSourceOptions(env.databaseUrl, env.databaseConnections, [...migrations]),
            autoLoadEntities: true,
            retryAttempts: 3,
          }),
          dataSourceFactory: (options) => connect(options as DataSourceOptions),
        }),
      ],
      providers: exported,
      exports: exported,
    };
  }

  onModuleDestroy(): void {
    this.redis.disconnect();
  }
}
