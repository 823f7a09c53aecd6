// Native ESM, as NestJS 12 requires. A CommonJS dependency (light-my-request) require()s a package
// that is ESM only, which jest on Node 20 cannot do: that one is compiled to CommonJS.
const requiredEsm = 'cookie';

const swc = (type, ts = true) => [
  '@swc/jest',
  {
    swcrc: false,
    sourceMaps: true,
    module: { type },
    jsc: {
      target: 'es2023',
      keepClassNames: true,
      parser: ts
        ? { syntax: 'typescript', decorators: true, dynamicImport: true }
        : { syntax: 'ecmascript' },
      transform: {
        legacyDecorator: true,
        decoratorMetadata: true,
        useDefineForClassFields: false,
      },
    },
  },
];

export default {
  testEnvironment: 'node',
  roots: [
    '<rootDir>/apps',
    '<rootDir>/bench',
    '<rootDir>/libs',
    '<rootDir>/test',
    '<rootDir>/tools',
  ],
  testMatch: ['**/*.spec.ts'],
  maxWorkers: 2,
  testTimeout: 30_000,
  resolver: '<rootDir>/jest.resolver.cjs',
  extensionsToTreatAsEsm: ['.ts'],
  transform: {
    '\\.ts$': swc('es6'),
    [`/node_modules/(${requiredEsm})/.+\\.js$`]: swc('commonjs', false),
  },
  transformIgnorePatterns: [`/node_modules/(?!(${requiredEsm})/)`],
  modulePathIgnorePatterns: ['<rootDir>/dist', '<rootDir>/.data'],
};
