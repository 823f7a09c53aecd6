export { signDkim, type DkimKey, type SignedField } from './sign.js';
