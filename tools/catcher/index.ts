export * from './caught.js';
export * from './faults.js';
export * from './mail-catcher.js';
export * from './opened.js';
export * from './sms-catcher.js';
export * from './store.js';
export * from './web.js';
