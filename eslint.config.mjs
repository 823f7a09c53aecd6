import js from '@eslint/js';
import tseslint from 'typescript-eslint';

/** The clock and chance are injected: only the kernel may touch the real ones. */
const impure = [
  { object: 'Date', property: 'now', message: 'Take a Clock from the kernel.' },
  { object: 'Math', property: 'random', message: 'Take randomness from the kernel.' },
];

export default tseslint.config(
  { ignores: ['dist/**', 'node_modules/**', '.data/**', 'generated/**', 'coverage/**'] },
  js.configs.recommended,
  {
    files: ['**/*.{mjs,cjs}'],
    languageOptions: {
      globals: {
        process: 'readonly',
        console: 'readonly',
        setTimeout: 'readonly',
        clearTimeout: 'readonly',
        setInterval: 'readonly',
        clearInterval: 'readonly',
        Buffer: 'readonly',
        URL: 'readonly',
        fetch: 'readonly',
        require: 'readonly',
        module: 'writable',
        __dirname: 'readonly',
      },
    },
  },
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.recommendedTypeChecked],
    languageOptions: {
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
    },
    rules: {
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
      '@typescript-eslint/require-await': 'off',
      eqeqeq: 'error',
      'max-lines': ['error', { max: 400, skipBlankLines: true, skipComments: true }],
    },
  },
  {
    files: ['apps/**/*.ts', 'libs/**/*.ts'],
    ignores: ['libs/kernel/**', '**/*.spec.ts'],
    rules: {
      'no-restricted-properties': [
        'error',
        ...impure,
        { object: 'process', property: 'env', message: 'Read the validated Env from platform.' },
      ],
      'no-restricted-syntax': [
        'error',
        {
          selector: "NewExpression[callee.name='Date'][arguments.length=0]",
          message: 'Take a Clock from the kernel.',
        },
      ],
    },
  },
  {
    files: ['libs/platform/src/env.ts'],
    rules: { 'no-restricted-properties': ['error', ...impure] },
  },
);
