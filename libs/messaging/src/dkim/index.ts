export { signDkim, type DkimKey } from './sign.js';
