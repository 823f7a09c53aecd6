// Maps the two spellings that Node resolves at run time back to the TypeScript sources:
// the `#libs/x` subpath import, and `./x.js` where `./x.ts` is the file.
const path = require('node:path');

const libs = path.join(__dirname, 'libs');

module.exports = (request, options) => {
  if (request.startsWith('#libs/')) return path.join(libs, request.slice(6), 'src/index.ts');
  const relative = request.startsWith('.') && request.endsWith('.js');
  if (relative && !options.basedir.includes('node_modules')) {
    try {
      return options.defaultResolver(request.slice(0, -3) + '.ts', options);
    } catch {
      // a real .js file: fall through
    }
  }
  return options.defaultResolver(request, options);
};
