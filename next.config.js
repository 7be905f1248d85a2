/** Packages that stay outside the bundle: native parts, files found at run time, or state shared with the front door. */
const external = [
  '@aws-sdk/client-s3',
  '@electric-sql/pglite',
  '@electric-sql/pglite-postgis',
  '@electric-sql/pglite-socket',
  '@prisma/adapter-pg',
  '@prisma/client',
  '@prisma/driver-adapter-utils',
  '@prisma/schema-engine-wasm',
  'busboy',
  'graphile-worker',
  'libsodium-wrappers',
  'nodemailer',
  'pg',
  'pg-copy-streams',
  'pino',
  'prom-client',
  'ssh2',
  'yauzl',
  'yazl',
];

/** Headers of every answer of Next; the content security policy, which needs a nonce, is set in proxy.ts. */
const securityHeaders = [
  { key: 'x-content-type-options', value: 'nosniff' },
  { key: 'referrer-policy', value: 'same-origin' },
  { key: 'cross-origin-opener-policy', value: 'same-origin' },
  { key: 'permissions-policy', value: 'camera=(), microphone=(), payment=(), usb=(), geolocation=(self)' },
];

/** Nothing of ours is shown in a frame of others, except the public pages that are made for it. */
const noFrames = [{ key: 'x-frame-options', value: 'DENY' }];

/** @type {import('next').NextConfig} */
const config = {
  distDir: process.env.NEXT_DIST_DIR ?? '.next',
  poweredByHeader: false,
  reactStrictMode: true,
  // Device doors answer with and without a trailing slash and never redirect.
  skipTrailingSlashRedirect: true,
  serverExternalPackages: external,
  // `npm run check:types` checks the whole tree once; a build on a person's machine need not do it again.
  typescript: { ignoreBuildErrors: true },
  images: { unoptimized: true },
  experimental: {
    optimizePackageImports: ['@mantine/core', '@mantine/hooks', '@tabler/icons-react', 'recharts'],
  },
  headers: async () => [
    { source: '/:path*', headers: securityHeaders },
    { source: '/((?!embed/[1-9]\\d*$).*)', headers: noFrames },
  ],
};

export default config;
