export * from './bounce-class.js';
export { classifyRefusal, codeIn, statusIn } from './classify.js';
