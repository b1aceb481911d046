import reactHooks from 'eslint-plugin-react-hooks';
import tseslint from 'typescript-eslint';

/** `npm run test:long` looks more closely: at what only the React compiler's own analysis finds, what is deprecated, and at tests with every typed rule. */
const long = process.env.SKEIN_LONG === '1';

const TESTS = ['**/*.test.{ts,tsx}', '**/testing/**/*.{ts,tsx}', 'e2e/**/*.ts', 'bench/**/*.{ts,tsx}'];

/** Forbids imports in one layer, with a message that says what to do instead. */
const ban = (files, group, message, ignores = []) => ({
  files,
  ignores,
  rules: { 'no-restricted-imports': ['error', { patterns: [{ group, message }] }] },
});

export default tseslint.config(
  {
    ignores: [
      'node_modules',
      'out',
      'dist',
      'vendor',
      '.cache',
      '**/protocol/generated/**',
      'bench/results/**',
      'test-results/**',
    ],
  },
  {
    files: ['**/*.{ts,tsx}'],
    extends: [...tseslint.configs.strictTypeChecked],
    languageOptions: {
      parserOptions: {
        // One program for all layers: their types are worked out once. Which globals a layer may use is checked by its own tsconfig.
        project: ['./tsconfig.lint.json'],
      },
    },
    rules: {
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      'no-restricted-syntax': [
        'error',
        { selector: 'ExportDefaultDeclaration', message: 'Give it a name.' },
        { selector: 'ExportAllDeclaration', message: 'No barrels: import from the source file.' },
        { selector: 'TSEnumDeclaration', message: 'A union of strings says the same.' },
      ],
      // Every assignment is compared deeply for them, which is a sixth of the whole run. There is next to nothing to find: the project has
      // no enums and few classes.
      '@typescript-eslint/no-unsafe-enum-assignment': 'off',
      '@typescript-eslint/no-unsafe-class-instance-assignment': 'off',
      // An eighth of the run, for what breaks nothing today.
      '@typescript-eslint/no-deprecated': long ? 'error' : 'off',
      'max-lines': ['error', { max: 400 }],
      'no-console': 'error',
    },
  },
  {
    files: ['src-renderer/**/*.{ts,tsx}'],
    ...(long
      ? { extends: [reactHooks.configs.flat.recommended] }
      : {
          plugins: { 'react-hooks': reactHooks },
          rules: { 'react-hooks/rules-of-hooks': 'error', 'react-hooks/exhaustive-deps': 'warn' },
          // Some directives are for the rules of the long run.
          linterOptions: { reportUnusedDisableDirectives: 'off' },
        }),
  },
  // The compiler checks the types of tests; of the typed rules they keep those that find a test which proves nothing.
  long
    ? {}
    : {
        files: TESTS,
        extends: [tseslint.configs.disableTypeChecked],
        languageOptions: { parserOptions: { project: ['./tsconfig.lint.json'] } },
        rules: {
          '@typescript-eslint/await-thenable': 'error',
          '@typescript-eslint/no-floating-promises': 'error',
          '@typescript-eslint/switch-exhaustiveness-check': 'off',
        },
        linterOptions: { reportUnusedDisableDirectives: 'off' },
      },
  {
    files: ['*.config.ts', 'e2e/playwright.config.ts', '**/*.config.ts'],
    rules: { 'no-restricted-syntax': 'off' },
  },
  ban(
    ['src-shared/**'],
    ['node:*', 'electron', 'react', '**/src-main/**', '**/src-renderer/**'],
    'src-shared runs everywhere: only zod and src-shared itself.',
    ['**/*.test.ts'],
  ),
  ban(
    ['src-main/core/**'],
    ['electron', '**/electron/**', '**/web/**', '**/src-renderer/**'],
    'The core runs without Electron. Add a port in core/ports.ts.',
  ),
  ban(
    ['src-renderer/**'],
    ['node:*', 'electron', '**/src-main/**', '**/src-preload/**'],
    'The renderer also runs in a plain browser: ask the core through the contract.',
    ['**/*.test.ts', '**/*.test.tsx'],
  ),
);
