export * from './clock.js';
export * from './errors.js';
export * from './fold.js';
export * from './job.js';
export * from './json.js';
export * from './result.js';
export * from './text.js';
export * from './transitions.js';
