export * from './bounce-class.js';
export { BounceRepository, type Bounce, type Bounced } from './bounce.repository.js';
export { classifyRefusal, codeIn, statusIn } from './classify.js';
