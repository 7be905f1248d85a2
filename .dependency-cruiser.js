// The house, as rules on imports. Each rule is named after what it protects; see docs/decisions and CONTRIBUTING.md.

const tests = String.raw`(\.test\.tsx?$|\.prop\.test\.ts$|^e2e/)`;
const wings = 'accounts|sources|registry|collection|xlsform|passive|donations|phones|sensors|relay|exports|formats';
const aNodeModule = (...names) => `^node_modules/(?:${names.join('|')})(?:/|$)`;

/** Which wings a wing may use (through their index.ts). Arrows run one way; nobody is in two lists both ways. */
const wingArrows = {
  accounts: [],
  sources: ['accounts', 'formats'],
  registry: ['accounts', 'formats'],
  passive: ['sources', 'registry', 'accounts', 'formats'],
  donations: ['passive', 'sources', 'accounts', 'formats'],
  phones: ['sources', 'registry', 'accounts', 'formats'],
  sensors: ['sources', 'registry', 'accounts', 'formats'],
  collection: ['sources', 'registry', 'accounts', 'xlsform', 'formats'],
  relay: ['sources', 'registry', 'accounts', 'formats'],
  exports: ['sources', 'registry', 'accounts', 'passive', 'donations', 'formats'],
  xlsform: ['formats'],
  formats: [],
};

const arrowRules = Object.entries(wingArrows).map(([wing, allowed]) => ({
  name: `arrows-of-${wing}`,
  comment: `${wing} may use ${allowed.join(', ') || 'no other wing'}.`,
  severity: 'error',
  from: { path: `^lib/${wing}/`, pathNot: tests },
  to: { path: `^lib/(?:${wings})/`, pathNot: `^lib/(?:${[wing, ...allowed].join('|')})/` },
}));

/** One owner per library: who wants what it does asks the owner, so that it can be replaced in one place. */
const owners = [
  ['leaflet', ['leaflet', 'react-leaflet', '@types/leaflet', 'world-atlas', 'topojson-client'], '^components/map/'],
  ['recharts', ['recharts'], '^components/charts/'],
  ['graphile-worker', ['graphile-worker'], '^(jobs|lib/platform/tasks)/'],
  ['next-auth', ['next-auth'], '^lib/platform/auth/'],
  ['encryption', ['libsodium-wrappers'], '^lib/platform/crypto/'],
  ['pg', ['pg', 'pg-copy-streams', '@types/pg', '@types/pg-copy-streams'], '^lib/platform/db/'],
  ['prisma', ['@prisma/client', '@prisma/adapter-pg', '@prisma/schema-engine-wasm'], '^lib/platform/db/'],
  [
    'pglite',
    ['@electric-sql/pglite', '@electric-sql/pglite-postgis', '@electric-sql/pglite-socket'],
    '^lib/platform/db/',
  ],
  ['nodemailer', ['nodemailer', '@types/nodemailer'], '^lib/platform/mail/'],
  ['s3', ['@aws-sdk/client-s3'], '^lib/platform/(blobs|depots)/'],
  ['ssh', ['ssh2', '@types/ssh2'], '^lib/platform/depots/'],
  ['mqtt', ['mqtt'], '^lib/platform/mqtt/'],
  ['pino', ['pino'], '^lib/platform/log/'],
  ['prom-client', ['prom-client'], '^lib/platform/metrics/'],
  ['rate-limiter', ['rate-limiter-flexible'], '^lib/platform/limits/'],
  ['uuid', ['uuidv7'], '^lib/platform/ids.ts$'],
  ['otplib', ['otplib'], '^lib/(platform/auth|platform/crypto|accounts)/'],
  ['hono', ['hono', '@hono/node-server'], '^lib/(protocols|gateway)/'],
  ['busboy', ['busboy', '@types/busboy'], '^lib/protocols/'],
  ['zip', ['yazl', 'yauzl', '@types/yazl', '@types/yauzl'], '^lib/(formats|exports)/'],
  ['xml', ['saxes'], '^lib/formats/'],
  ['tables', ['@tanstack/react-table', '@tanstack/react-virtual'], '^components/tables/'],
  ['openapi', ['zod-openapi'], '^lib/protocols/cairn/openapi/'],
];

const ownerRules = owners.map(([name, packages, owner]) => ({
  name: `one-owner-${name}`,
  comment: `${packages[0]} belongs to ${owner}.`,
  severity: 'error',
  // Tests open what we write with somebody else's reader, which may be the same library's other half.
  from: { path: '^(app|components|jobs|lib)/', pathNot: [owner, tests] },
  to: { path: aNodeModule(...packages) },
}));

const forbidden = [
  {
    name: 'no-circles',
    comment: 'Two files that need each other are one file, or a third is missing.',
    severity: 'error',
    from: { pathNot: '^lib/platform/db/generated/' },
    to: { circular: true },
  },
  {
    name: 'no-orphans',
    comment: 'A file nobody imports and that starts nothing is dead.',
    severity: 'error',
    from: {
      orphan: true,
      pathNot: [
        tests,
        '^app/',
        String.raw`\.d\.ts$`,
        String.raw`\.(mjs|js|json)$`,
        '^lib/commands/',
        '^lib/platform/db/generated/',
      ],
    },
    to: {},
  },
  {
    name: 'no-unresolvable',
    comment: 'The import leads nowhere.',
    severity: 'error',
    from: {},
    to: { couldNotResolve: true, pathNot: '^next/' },
  },
  {
    name: 'no-dev-dependencies-at-run-time',
    comment: 'A production install does not have it.',
    severity: 'error',
    from: { path: '^(app|components|jobs|lib)/', pathNot: [tests, '^lib/commands/(bench|test)'] },
    to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] },
  },
  {
    name: 'no-undeclared-packages',
    comment: 'Name it in package.json.',
    severity: 'error',
    from: { pathNot: '^lib/platform/db/generated/' },
    to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
  },
  {
    name: 'no-vague-file-names',
    comment: 'A file is called after its one main export.',
    severity: 'error',
    from: {},
    to: { path: '/(util|utils|helper|helpers|misc|common|manager)[./]', pathNot: '^node_modules/' },
  },
  {
    name: 'production-knows-no-tests',
    comment:
      'Test code stays out of what is shipped. The demo is made of the device simulators: that is what they are for.',
    severity: 'error',
    from: { path: '^(app|components|jobs|lib)/', pathNot: [tests, '^lib/commands/'] },
    to: { path: tests },
  },

  // Layers: app, jobs, gateway, commands -> protocols -> wings -> platform.
  {
    name: 'nothing-imports-app',
    comment: 'Pages and route files are the outermost ring.',
    severity: 'error',
    from: { path: '^(components|jobs|lib|e2e)/' },
    to: { path: '^app/' },
  },
  {
    name: 'platform-imports-nobody',
    comment: 'The ground floor has no domain.',
    severity: 'error',
    from: { path: '^lib/platform/', pathNot: tests },
    to: { path: '^(lib/(?!platform/)|app/|components/|jobs/)' },
  },
  {
    name: 'wings-know-only-what-is-below',
    comment: 'A wing knows no door, no page, no worker and no command.',
    severity: 'error',
    from: { path: `^lib/(?:${wings})/`, pathNot: tests },
    to: { path: '^(lib/(protocols|gateway|commands)/|app/|components/|jobs/)' },
  },
  {
    name: 'protocols-know-only-what-is-below',
    comment: 'A dialect turns requests into inputs of use-cases, and results into answers.',
    severity: 'error',
    from: { path: '^lib/protocols/', pathNot: tests },
    to: { path: '^(lib/(gateway|commands)/|components/|jobs/)' },
  },
  {
    name: 'protocols-stand-alone',
    comment: 'A new protocol costs one folder; what two share belongs below.',
    severity: 'error',
    from: { path: '^lib/protocols/([^/]+)/', pathNot: tests },
    to: { path: '^lib/protocols/[^/]+/', pathNot: '^lib/protocols/$1/' },
  },
  {
    name: 'nothing-imports-commands-or-gateway',
    comment: 'They are entry points; tests and benches start the front door.',
    severity: 'error',
    from: { path: '^(app|components|jobs|lib)/', pathNot: ['^lib/(commands|gateway)/', tests] },
    to: { path: '^lib/(commands|gateway)/' },
  },
  ...arrowRules,
  {
    name: 'wings-only-through-index',
    comment: 'What others may use of a wing is in its index.ts. Pure domain code is also open to components and pages.',
    severity: 'error',
    from: { path: '^(app|components|jobs|lib|e2e)/([^/]+)', pathNot: `^lib/(?:${wings})/` },
    to: {
      path: `^lib/(?:${wings})/`,
      pathNot: [`^lib/(?:${wings})/(index\\.ts|domain/)`, '^lib/formats/'],
    },
  },
  {
    name: 'other-wings-only-through-index',
    comment:
      'What others may use of a wing is in its index.ts; domain code may use the pure domain of a wing below it.',
    severity: 'error',
    from: { path: `^lib/(${wings})/`, pathNot: tests },
    to: {
      path: `^lib/(?:${wings})/`,
      pathNot: [`^lib/$1/`, `^lib/(?:${wings})/(index\\.ts|domain/)`, '^lib/formats/'],
    },
  },
  {
    name: 'data-is-private',
    comment: 'SQL and Prisma of a wing are seen by its services only.',
    severity: 'error',
    from: { path: `^lib/(${wings})/(domain|index)`, pathNot: tests },
    to: { path: `^lib/(?:${wings})/data/` },
  },
  {
    name: 'data-knows-no-services',
    comment: 'Services call data, not the other way.',
    severity: 'error',
    from: { path: '^lib/[^/]+/data/', pathNot: tests },
    to: { path: '^lib/[^/]+/services/' },
  },
  {
    name: 'domain-is-pure',
    comment: 'Domain code computes: zod, other domain code and Node built-ins that only compute.',
    severity: 'error',
    from: { path: '^lib/[^/]+/domain/', pathNot: tests },
    to: {
      pathNot: [
        '^lib/[^/]+/domain/',
        '^lib/platform/(ids\\.ts|context\\.ts|problems/|time/|crypto/|depots/depot-path\\.ts|i18n/locales\\.ts|auth/(verbs|require-verb)\\.ts)',
        '^lib/formats/',
        aNodeModule('zod'),
        '^(node:)?(buffer|crypto|zlib|string_decoder|util|stream|stream/promises)$',
      ],
    },
  },
  {
    name: 'services-know-no-http',
    comment: 'The same use-case serves a page, a device, a job and a script.',
    severity: 'error',
    from: { path: '^lib/[^/]+/(services|data|domain)/', pathNot: tests },
    to: {
      path: [
        '^(node:)?(http|https|http2|net)$',
        aNodeModule('next', 'hono', '@hono/node-server', 'busboy', 'react'),
        '^lib/platform/http/',
      ],
    },
  },
  {
    name: 'jobs-know-no-http',
    comment: 'A job file only calls a use-case. Brokers are doors that workers open.',
    severity: 'error',
    from: { path: '^jobs/', pathNot: tests },
    to: {
      path: [
        '^(node:)?(http|https|http2)$',
        aNodeModule('next', 'hono', '@hono/node-server'),
        '^lib/(protocols|gateway)/',
        '^lib/platform/http/',
      ],
      pathNot: '^lib/protocols/(ingest|sta)/mqtt/',
    },
  },
  {
    name: 'sql-only-in-data',
    comment: 'Statements live in *.sql.ts of a wing and in the platform.',
    severity: 'error',
    from: {
      path: '^(app|components|jobs|lib)/',
      pathNot: [String.raw`^lib/[^/]+/data/`, '^lib/platform/', tests],
    },
    to: { path: '^lib/platform/db/sql\\.ts$' },
  },
  {
    name: 'prisma-client-only-in-the-database',
    comment: 'The generated client leaves the database folder as the type Database only.',
    severity: 'error',
    from: { pathNot: ['^lib/platform/db/', '^lib/[^/]+/data/', tests] },
    to: { path: '^lib/platform/db/generated/' },
  },
  {
    name: 'components-are-safe-for-the-browser',
    comment:
      'Components see other components, pure domain code and what of the platform runs anywhere; types may come from any index.',
    severity: 'error',
    from: { path: '^components/', pathNot: tests },
    to: {
      path: '^lib/',
      pathNot: [
        '^lib/[^/]+/domain/',
        '^lib/formats/',
        '^lib/platform/(ids\\.ts|problems/|time/|i18n/|auth/verbs\\.ts|http/(csrf|request-id))',
      ],
      dependencyTypesNot: ['type-only'],
    },
  },
  {
    name: 'components-know-no-server',
    comment: 'No Node built-ins and no server libraries in the browser.',
    severity: 'error',
    from: { path: '^components/', pathNot: tests },
    to: {
      path: [
        '^(node:)',
        aNodeModule('pg', '@prisma/client', 'pino', 'hono', 'graphile-worker', 'nodemailer', '@aws-sdk/client-s3'),
      ],
      dependencyTypesNot: ['type-only'],
    },
  },
  ...ownerRules,
];

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden,
  options: {
    doNotFollow: { path: ['node_modules', '^lib/platform/db/generated/'] },
    exclude: { path: ['^\\.next/', '^data/'] },
    tsPreCompilationDeps: 'specify',
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      extensions: ['.ts', '.tsx', '.mjs', '.js', '.json', '.d.ts'],
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
    cache: { folder: 'node_modules/.cache/dependency-cruiser', strategy: 'content' },
  },
};
