import { isAbsolute } from 'node:path';
import { z } from 'zod';
import { Problem } from '../problems/problem.ts';
import { baseMapsSchema, tileUrlSchema, type BaseMap } from './base-maps.ts';
import { parseSentryDsn, type SentryTarget } from '../error-sink/sentry-dsn.ts';
import { locales, type Locale } from '../i18n/locales.ts';
import { keepSecret, prepareDataDir } from './data-dir.ts';
import { pushEnvironment, pushGroups, toPushConfig, type PushConfig } from './push-config.ts';
import { readEnvironment, type Environment } from './read-environment.ts';

/** Where and how this installation runs; read once at start from the environment. */
export interface Config {
  readonly port: number;
  /** Address the front door listens on. */
  readonly host: string;
  /** Null: the embedded database in `dataDir`. */
  readonly databaseUrl: string | null;
  /** Absolute path of the folder for the embedded database, blobs and the generated secret. */
  readonly dataDir: string;
  /** Origin people and devices reach us at, without a trailing slash. */
  readonly publicUrl: string;
  /** Root of all sealed secrets and signed cookies; at least 32 characters. */
  readonly secret: string;
  readonly adminEmail: string | null;
  readonly adminPassword: string | null;
  readonly s3: S3Config | null;
  /** Absolute path of the folder below which destinations of exports may lie; null: there are no such destinations. */
  readonly exportDir: string | null;
  /** Key that incremental backups are sealed with, 32 bytes in Base64; null: none are made. */
  readonly backupKey: string | null;
  readonly smtpUrl: string | null;
  /** Sender of our mail. */
  readonly mailFrom: string;
  /** Language of pages and mails for who has chosen none and whose browser names none that we speak. */
  readonly locale: Locale;
  /** People may make accounts, and organizations of their own, without being invited. */
  readonly isRegistrationOpen: boolean;
  /** Largest upload a device may send, in bytes. */
  readonly maxBundleBytes: number;
  /** Largest file of places that may be brought in, in bytes. */
  readonly maxImportBytes: number;
  /** Largest archive a participant may donate, in bytes. */
  readonly maxDonationBytes: number;
  readonly logLevel: LogLevel;
  /** Maps that people can choose; until they do, the one without a name or the built-in outlines. */
  readonly baseMaps: readonly BaseMap[];
  readonly oidc: OidcConfig | null;
  /** Modules with code of this installation's own, as paths; see platform/plugins. */
  readonly plugins: readonly string[];
  /** Bearer token that `/metrics` asks for; null: open. */
  readonly metricsToken: string | null;
  /** What `/health` tells of how this installation came to run. */
  readonly deployment: DeploymentConfig;
  /** How many processing lanes one jobs process runs. */
  readonly processingLanes: number;
  /** Uploads one address may send to one process in a minute. */
  readonly intakePerMinute: number;
  /** How long it is kept who read people's data, days. */
  readonly accessRecordDays: number;
  /** How long an upload waits for a database that does not answer before it is told so, in milliseconds. */
  readonly intakePatienceMs: number;
  /** How many proxies of ours stand before the front door: that many entries of X-Forwarded-For are believed. */
  readonly trustedProxies: number;
  /** Hosts inside our own network that webhooks may be sent to; lower case. */
  readonly internalHosts: readonly string[];
  /** Where failures are told besides the log; null: nowhere. */
  readonly sentry: SentryTarget | null;
  readonly push: PushConfig;
  /** Null: participants link no Withings accounts. */
  readonly withings: WithingsConfig | null;
}

export interface S3Config {
  /** Null: AWS itself. */
  readonly endpoint: string | null;
  readonly region: string;
  readonly bucket: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

/** Who put this installation there, and of which container image; null: nobody said. */
export interface DeploymentConfig {
  readonly by: string | null;
  readonly imageTag: string | null;
  readonly imageDigest: string | null;
  /** When the image was made, as it was said. */
  readonly imageCreatedAt: string | null;
}

export interface OidcConfig {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
}

/** The application that is registered with Withings, and where the service is. */
export interface WithingsConfig {
  readonly clientId: string;
  readonly clientSecret: string;
  /** Where people allow us to read. */
  readonly loginUrl: string;
  readonly apiUrl: string;
}

const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
export type LogLevel = (typeof logLevels)[number];

/** A whole number written in digits, within bounds. */
const digits = (least: number, most: number, unit: string) =>
  z
    .string()
    .regex(/^\d+$/, `is not a whole number; give ${unit} from ${String(least)} to ${String(most)}`)
    .transform(Number)
    .refine(
      (value) => value >= least && value <= most,
      `is out of range; give ${unit} from ${String(least)} to ${String(most)}`,
    );

const webAddress = z
  .string()
  .refine(
    (text) => /^https?:\/\//.test(text) && URL.canParse(text),
    'is not an http(s) address, like https://cairn.example.org',
  )
  .transform((text) => text.replace(/\/+$/, ''));

/** Every variable Cairn reads. An empty value counts as not set. */
const environmentSchema = z.object({
  PORT: digits(0, 65535, 'a port').default(3000),
  CAIRN_HOST: z.string().default('0.0.0.0'),
  DATABASE_URL: z
    .string()
    .regex(
      /^postgres(ql)?:\/\//,
      'is not a PostgreSQL address; give postgres://user:password@host:5432/database, or leave it out for the embedded database',
    )
    .optional(),
  CAIRN_PUBLIC_URL: webAddress.optional(),
  CAIRN_SECRET: z
    .string()
    .min(32, 'is shorter than 32 characters; make one with `openssl rand -hex 32`, or leave it out to have one made')
    .optional(),
  CAIRN_ADMIN_EMAIL: z.email('is not an e-mail address').optional(),
  CAIRN_ADMIN_PASSWORD: z.string().min(12, 'is shorter than 12 characters; choose a longer one').optional(),
  CAIRN_S3_ENDPOINT: webAddress.optional(),
  CAIRN_S3_REGION: z.string().default('us-east-1'),
  CAIRN_S3_BUCKET: z.string().optional(),
  CAIRN_S3_ACCESS_KEY_ID: z.string().optional(),
  CAIRN_S3_SECRET_ACCESS_KEY: z.string().optional(),
  CAIRN_EXPORT_DIR: z
    .string()
    .refine(isAbsolute, 'is not an absolute path; give the folder that exports may be put below')
    .optional(),
  CAIRN_BACKUP_KEY: z
    .string()
    .refine(
      (key) => Buffer.from(key, 'base64').length === 32,
      'is not 32 bytes in Base64; make one with `npm run cairn -- increment key`',
    )
    .optional(),
  CAIRN_WITHINGS_CLIENT_ID: z.string().optional(),
  CAIRN_WITHINGS_CLIENT_SECRET: z.string().optional(),
  CAIRN_WITHINGS_LOGIN_URL: webAddress.default('https://account.withings.com'),
  CAIRN_WITHINGS_API_URL: webAddress.default('https://wbsapi.withings.net'),
  SMTP_URL: z
    .string()
    .regex(/^smtps?:\/\//, 'is not a mail server address; give smtp://user:password@host:587')
    .optional(),
  CAIRN_MAIL_FROM: z.string().default('Cairn <cairn@localhost>'),
  CAIRN_LOCALE: z.enum(locales, { error: `is not one of ${locales.join(', ')}` }).default('en'),
  CAIRN_REGISTRATION: z.enum(['open', 'closed']).default('open'),
  CAIRN_MAX_BUNDLE_MB: digits(1, 1024, 'megabytes').default(64),
  CAIRN_MAX_IMPORT_MB: digits(1, 102_400, 'megabytes').default(2048),
  CAIRN_MAX_DONATION_MB: digits(1, 102_400, 'megabytes').default(4096),
  CAIRN_LOG_LEVEL: z.enum(logLevels, { error: `is not one of ${logLevels.join(', ')}` }).default('info'),
  CAIRN_TILE_URL: tileUrlSchema.optional(),
  CAIRN_TILE_ATTRIBUTION: z.string().default(''),
  CAIRN_BASE_MAPS: baseMapsSchema.default([]),
  CAIRN_OIDC_ISSUER: webAddress.optional(),
  CAIRN_OIDC_CLIENT_ID: z.string().optional(),
  CAIRN_OIDC_CLIENT_SECRET: z.string().optional(),
  CAIRN_METRICS_TOKEN: z
    .string()
    .min(16, 'is shorter than 16 characters; make one with `openssl rand -hex 16`')
    .optional(),
  CAIRN_DEPLOYED_BY: z.string().optional(),
  CAIRN_IMAGE_TAG: z.string().optional(),
  CAIRN_IMAGE_DIGEST: z.string().optional(),
  CAIRN_IMAGE_CREATED_AT: z.string().optional(),
  CAIRN_SENTRY_DSN: z
    .string()
    .refine(
      (text) => parseSentryDsn(text) !== null,
      'is not the address of a project; give https://KEY@sentry.example.org/PROJECT',
    )
    .optional(),
  CAIRN_PLUGINS: z.string().default(''),
  CAIRN_PROCESSING_LANES: digits(1, 32, 'a number of lanes').default(2),
  CAIRN_INTAKE_PER_MINUTE: digits(1, 100_000_000, 'uploads a minute').default(600_000),
  CAIRN_ACCESS_RECORD_DAYS: digits(1, 36_500, 'a number of days').default(730),
  CAIRN_INTAKE_PATIENCE_SECONDS: digits(1, 600, 'seconds').default(20),
  CAIRN_TRUSTED_PROXIES: digits(0, 10, 'a number of proxies').default(0),
  CAIRN_INTERNAL_HOSTS: z
    .string()
    .default('')
    .transform((text) =>
      text
        .toLowerCase()
        .split(/[\s,]+/)
        .filter((host) => host !== ''),
    ),
  ...pushEnvironment,
});

type Settings = z.output<typeof environmentSchema>;

/**
 * Reads and checks every setting. Throws `config_invalid` with one field per variable that is wrong, each saying what
 * to do; nothing is reported one at a time. Makes the data folder, and a secret in it when none is given.
 */
export function loadConfig(env: Environment): Config {
  const { values, problems } = readEnvironment(env, Object.keys(environmentSchema.shape));
  const parsed = environmentSchema.safeParse(values);
  for (const issue of parsed.error?.issues ?? []) problems[String(issue.path[0])] ??= issue.message;
  const { dataDir, secret } = openDataDir(env['CAIRN_DATA_DIR'] ?? '', parsed.data?.CAIRN_SECRET, problems);
  const settings = parsed.data;
  if (settings) Object.assign(problems, findIncompleteGroups(settings));
  if (!settings || Object.keys(problems).length > 0) throw configProblem(problems);
  return toConfig(settings, dataDir, secret);
}

function openDataDir(
  path: string,
  given: string | undefined,
  problems: Record<string, string>,
): { dataDir: string; secret: string } {
  try {
    const dataDir = prepareDataDir(path);
    return { dataDir, secret: given ?? keepSecret(dataDir) };
  } catch (error) {
    problems['CAIRN_DATA_DIR'] =
      `is not a folder that can be written (${(error as NodeJS.ErrnoException).code ?? 'unknown'}); choose another or give this user write access`;
    return { dataDir: '', secret: '' };
  }
}

function configProblem(problems: Record<string, string>): Problem {
  const lines = Object.entries(problems).map(([name, message]) => `  ${name} ${message}`);
  return new Problem('config_invalid', {
    detail: `The configuration cannot be used:\n${lines.join('\n')}`,
    fields: problems,
  });
}

/** Settings that only make sense together. */
function findIncompleteGroups(settings: Settings): Record<string, string> {
  const groups: readonly (readonly (keyof Settings)[])[] = [
    ['CAIRN_S3_BUCKET', 'CAIRN_S3_ACCESS_KEY_ID', 'CAIRN_S3_SECRET_ACCESS_KEY'],
    ['CAIRN_OIDC_ISSUER', 'CAIRN_OIDC_CLIENT_ID', 'CAIRN_OIDC_CLIENT_SECRET'],
    ...pushGroups,
  ];
  const problems: Record<string, string> = {};
  for (const group of groups) {
    const given = group.filter((name) => settings[name] !== undefined);
    if (given.length === 0 || given.length === group.length) continue;
    for (const name of group)
      if (settings[name] === undefined) problems[name] = `is missing; ${given.join(' and ')} needs it`;
  }
  if (settings.CAIRN_S3_ENDPOINT !== undefined && settings.CAIRN_S3_BUCKET === undefined)
    problems['CAIRN_S3_BUCKET'] = 'is missing; CAIRN_S3_ENDPOINT needs it';
  return problems;
}

function toConfig(settings: Settings, dataDir: string, secret: string): Config {
  return {
    port: settings.PORT,
    host: settings.CAIRN_HOST,
    databaseUrl: settings.DATABASE_URL ?? null,
    dataDir,
    publicUrl: settings.CAIRN_PUBLIC_URL ?? `http://localhost:${String(settings.PORT)}`,
    secret,
    adminEmail: settings.CAIRN_ADMIN_EMAIL?.toLowerCase() ?? null,
    adminPassword: settings.CAIRN_ADMIN_PASSWORD ?? null,
    s3: toS3(settings),
    exportDir: settings.CAIRN_EXPORT_DIR ?? null,
    backupKey: settings.CAIRN_BACKUP_KEY ?? null,
    smtpUrl: settings.SMTP_URL ?? null,
    mailFrom: settings.CAIRN_MAIL_FROM,
    locale: settings.CAIRN_LOCALE,
    isRegistrationOpen: settings.CAIRN_REGISTRATION === 'open',
    maxBundleBytes: settings.CAIRN_MAX_BUNDLE_MB * 1024 * 1024,
    maxImportBytes: settings.CAIRN_MAX_IMPORT_MB * 1024 * 1024,
    maxDonationBytes: settings.CAIRN_MAX_DONATION_MB * 1024 * 1024,
    logLevel: settings.CAIRN_LOG_LEVEL,
    baseMaps: toBaseMaps(settings),
    oidc: toOidc(settings),
    plugins: settings.CAIRN_PLUGINS.split(',').flatMap((path) => (path.trim() === '' ? [] : [path.trim()])),
    metricsToken: settings.CAIRN_METRICS_TOKEN ?? null,
    deployment: toDeployment(settings),
    processingLanes: settings.CAIRN_PROCESSING_LANES,
    intakePerMinute: settings.CAIRN_INTAKE_PER_MINUTE,
    accessRecordDays: settings.CAIRN_ACCESS_RECORD_DAYS,
    intakePatienceMs: settings.CAIRN_INTAKE_PATIENCE_SECONDS * 1000,
    trustedProxies: settings.CAIRN_TRUSTED_PROXIES,
    internalHosts: settings.CAIRN_INTERNAL_HOSTS,
    sentry: settings.CAIRN_SENTRY_DSN === undefined ? null : parseSentryDsn(settings.CAIRN_SENTRY_DSN),
    push: toPushConfig(settings),
    withings: toWithings(settings),
  };
}

function toBaseMaps({ CAIRN_TILE_URL: url, CAIRN_TILE_ATTRIBUTION: attribution, ...settings }: Settings): BaseMap[] {
  return [...(url === undefined ? [] : [{ name: null, url, attribution }]), ...settings.CAIRN_BASE_MAPS];
}

function toDeployment(settings: Settings): DeploymentConfig {
  return {
    by: settings.CAIRN_DEPLOYED_BY ?? null,
    imageTag: settings.CAIRN_IMAGE_TAG ?? null,
    imageDigest: settings.CAIRN_IMAGE_DIGEST ?? null,
    imageCreatedAt: settings.CAIRN_IMAGE_CREATED_AT ?? null,
  };
}

function toS3(settings: Settings): S3Config | null {
  const {
    CAIRN_S3_BUCKET: bucket,
    CAIRN_S3_ACCESS_KEY_ID: accessKeyId,
    CAIRN_S3_SECRET_ACCESS_KEY: secretAccessKey,
  } = settings;
  if (bucket === undefined || accessKeyId === undefined || secretAccessKey === undefined) return null;
  return {
    endpoint: settings.CAIRN_S3_ENDPOINT ?? null,
    region: settings.CAIRN_S3_REGION,
    bucket,
    accessKeyId,
    secretAccessKey,
  };
}

function toWithings(settings: Settings): WithingsConfig | null {
  const { CAIRN_WITHINGS_CLIENT_ID: clientId, CAIRN_WITHINGS_CLIENT_SECRET: clientSecret } = settings;
  if (clientId === undefined || clientSecret === undefined) return null;
  return {
    clientId,
    clientSecret,
    loginUrl: settings.CAIRN_WITHINGS_LOGIN_URL,
    apiUrl: settings.CAIRN_WITHINGS_API_URL,
  };
}

function toOidc(settings: Settings): OidcConfig | null {
  const {
    CAIRN_OIDC_ISSUER: issuer,
    CAIRN_OIDC_CLIENT_ID: clientId,
    CAIRN_OIDC_CLIENT_SECRET: clientSecret,
  } = settings;
  if (issuer === undefined || clientId === undefined || clientSecret === undefined) return null;
  return { issuer, clientId, clientSecret };
}
