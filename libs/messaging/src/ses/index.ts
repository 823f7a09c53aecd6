export { signV4 } from './sign-v4.js';
export { SesChannel, type SesOptions } from './ses.channel.js';
