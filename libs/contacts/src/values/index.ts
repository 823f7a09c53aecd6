export * from './email.js';
export * from './phone.js';
export * from './place.js';
export * from './text.js';
export * from './time.js';
export * from './verdict.js';
