export * from './interval.js';
export * from './mean.js';
export * from './normal.js';
export * from './proportion.js';
export * from './student.js';
