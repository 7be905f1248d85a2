import { defineConfig, globalIgnores } from 'eslint/config';
import tseslint from 'typescript-eslint';
import reactHooks from 'eslint-plugin-react-hooks';

const tests = ['**/*.test.{ts,tsx}', '**/*.prop.test.ts', 'e2e/**'];
const sqlAndTables = ['**/*.sql.ts', 'lib/platform/problems/catalogue.ts', 'lib/platform/auth/verbs.ts'];
const react = ['components/**/*.tsx', 'app/**/*.tsx'];

/** A directive without " -- why" is refused: whoever reads it later must be able to judge it. */
const disableNeedsReason = {
  meta: { type: 'problem', schema: [], messages: { reason: 'Say why: "eslint-disable-… rule -- reason".' } },
  create: (context) => ({
    Program() {
      for (const comment of context.sourceCode.getAllComments()) {
        if (/^\s*eslint-disable/.test(comment.value) && !/\s--\s\S/.test(comment.value)) {
          context.report({ loc: comment.loc, messageId: 'reason' });
        }
      }
    },
  }),
};

/** `.catch(() => undefined)` and its like lose a failure for ever. */
const noSilentCatch = {
  meta: {
    type: 'problem',
    schema: [],
    messages: {
      silent: 'A failure vanishes here. Translate it, log it, or say in a disable comment why it does not matter.',
    },
  },
  create: (context) => ({
    'CallExpression[callee.property.name="catch"] > ArrowFunctionExpression'(node) {
      const { body } = node;
      const isEmpty = body.type === 'BlockStatement' ? body.body.length === 0 : isNothing(body);
      if (isEmpty) context.report({ node, messageId: 'silent' });
    },
  }),
};

function isNothing(body) {
  return body.type === 'Identifier' && body.name === 'undefined';
}

export default defineConfig(
  globalIgnores([
    // Wherever NEXT_DIST_DIR puts it.
    '.next*/**',
    'data/**',
    'lib/platform/db/generated/**',
    'next-env.d.ts',
    'playwright-report/**',
    'test-results/**',
  ]),
  ...tseslint.configs.strictTypeChecked,
  {
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    plugins: { cairn: { rules: { 'disable-needs-reason': disableNeedsReason, 'no-silent-catch': noSilentCatch } } },
    rules: {
      'cairn/disable-needs-reason': 'error',
      'cairn/no-silent-catch': 'error',
      eqeqeq: ['error', 'always'],
      'no-console': 'error',
      'no-empty': 'error',
      'no-warning-comments': ['error', { terms: ['todo', 'fixme', 'xxx'], location: 'start' }],
      'object-shorthand': 'error',
      'prefer-const': 'error',
      'max-lines': ['error', { max: 400 }],
      'max-lines-per-function': ['error', { max: 80, skipBlankLines: true, skipComments: true }],
      // Two and the context.
      '@typescript-eslint/max-params': ['error', { max: 3 }],

      // `onClick={() => save()}` and `forEach((x) => set.add(x))` hide nothing.
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      // `while (true)` with a return inside is the plainest form of a read loop.
      '@typescript-eslint/no-unnecessary-condition': [
        'error',
        { allowConstantLoopConditions: 'only-allowed-literals' },
      ],
      // React ignores what event handlers return; their failures reach TanStack Query or the error boundary.
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: { attributes: false } }],
      // A number in a template reads as itself; everything else must be turned into text on purpose.
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_', destructuredArrayIgnorePattern: '^_' },
      ],
      // `async` without `await` turns a throw into a rejection, which an interface of promises asks for.
      '@typescript-eslint/require-await': 'off',
      // Interfaces of other libraries are extended by merging (`declare module`), and zod shapes may be empty.
      '@typescript-eslint/no-empty-object-type': ['error', { allowInterfaces: 'with-single-extends' }],
      // Two overloads can let types be inferred where one with a union cannot.
      '@typescript-eslint/unified-signatures': 'off',
      // A callback that may or may not give something back is written `Promise<Result | void>`.
      '@typescript-eslint/no-invalid-void-type': 'off',
      // Branded ids and rows from outside are narrowed by one type parameter; that is what it is for.
      '@typescript-eslint/no-unnecessary-type-parameters': 'off',
    },
  },
  {
    files: react,
    extends: [reactHooks.configs.flat.recommended],
    rules: {
      'max-lines-per-function': ['error', { max: 160, skipBlankLines: true, skipComments: true }],
      // Warns of libraries that the React compiler would skip; this project does not use that compiler.
      'react-hooks/incompatible-library': 'off',
    },
  },
  {
    files: ['components/**/*.ts'],
    extends: [reactHooks.configs.flat.recommended],
    rules: { 'react-hooks/incompatible-library': 'off' },
  },
  {
    files: [...tests, ...sqlAndTables],
    rules: { 'max-lines-per-function': 'off' },
  },
  {
    files: tests,
    rules: {
      // A test that finds undefined where it expects a value fails there, which is what it should do.
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/max-params': ['error', { max: 5 }],
      // Tests hold on to methods of the thing under test and pass fetch answers of unknown shape on to `expect`.
      '@typescript-eslint/unbound-method': 'off',
    },
  },
  {
    // Plain JavaScript that must run before anything is installed, and the configuration of tools: no types to check.
    files: ['**/*.{js,mjs,cjs}'],
    extends: [tseslint.configs.disableTypeChecked],
  },
);
