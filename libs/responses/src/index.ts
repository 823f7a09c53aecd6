export * from './responses.module.js';
export * from './tracking.service.js';
export * from './unsubscribe.service.js';
