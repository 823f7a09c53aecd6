/** Injection tokens for what is not a class. */
export const ENV = Symbol('Env');
export const CLOCK = Symbol('Clock');
export const REDIS = Symbol('Redis');
export const LATEST_MIGRATION = Symbol('LatestMigration');
export const LOGGER = Symbol('Logger');
