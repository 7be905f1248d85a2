import { z } from 'zod';
import { organizationIdSchema, studyIdSchema } from './id-schemas.ts';

/** Words that stand in the place of a study key in our own addresses. */
const reservedKeys = new Set(['data', 'new', 'settings', 'default', 'all']);

/** The key of a study in addresses (`/studies/<key>/…`): 2 to 40 lower-case letters and digits, single . _ - inside. */
export const studyKeySchema = z
  .string()
  .trim()
  .min(2, 'Use at least 2 characters.')
  .max(40, 'Use at most 40 characters.')
  .regex(
    /^[a-z0-9]+(?:[-_.][a-z0-9]+)*$/,
    'Use lower-case letters and digits, with hyphens, points or underscores between.',
  )
  .refine((key) => !reservedKeys.has(key), 'This word has a meaning in addresses. Choose another key.');

export const studyNameSchema = z.string().trim().min(1, 'Give a name.').max(120, 'Use at most 120 characters.');

/** 32 raw bytes in standard Base64: a Curve25519 key. */
export const curve25519KeySchema = z
  .string()
  .trim()
  .regex(/^[A-Za-z0-9+/]{43}=$/, 'A key is 32 bytes in Base64: 44 characters, the last one "=".');

const longestPattern = 200;

/** Applied to every new source identifier, in order. `pattern` is a regular expression; `replacement` may use $1…$9. */
export const renameRuleSchema = z.strictObject({
  pattern: z
    .string()
    .min(1)
    .max(longestPattern)
    .refine((pattern) => isRegExp(pattern), 'This is not a regular expression.'),
  replacement: z.string().max(longestPattern),
});

export type RenameRule = z.infer<typeof renameRuleSchema>;

function isRegExp(pattern: string): boolean {
  try {
    new RegExp(pattern, 'u');
    return true;
  } catch (error) {
    if (error instanceof SyntaxError) return false;
    throw error;
  }
}

/** One data collection: its settings. The server's private key never leaves the wing but through `getStudyKeys`. */
export const studySchema = z.object({
  id: studyIdSchema,
  organizationId: organizationIdSchema,
  key: z.string(),
  name: z.string(),
  description: z.string(),
  /** The study behind `/data/…`. */
  isDefaultIntake: z.boolean(),
  /** Kill switch: devices are told 201 and what they send is discarded. */
  discardsUploads: z.boolean(),
  /** Base64; devices encrypt for it. */
  serverPublicKey: z.string().nullable(),
  /** Base64; the fleet's own public key. Null: encrypted bundles cannot be opened yet. */
  clientPublicKey: z.string().nullable(),
  /** Group given to sources on first sight. */
  defaultGroupId: z.guid().nullable(),
  /** Days; 0 at once, null never. */
  bundleRetentionDays: z.number().nullable(),
  /** Exports have the headers and files that scripts for PDK know, where ours differ. */
  hasLegacyReports: z.boolean(),
  /** What becomes of bundles and points is noted step by step. */
  tracesBundles: z.boolean(),
  renameRules: z.array(renameRuleSchema),
  createdAt: z.coerce.date(),
  archivedAt: z.coerce.date().nullable(),
});

export type Study = Readonly<z.infer<typeof studySchema>>;

const addressesSchema = z.object({
  /** Base under which old devices expect `add-bundle.json` and its kin; ends in a slash. */
  base: z.string(),
  addBundle: z.string(),
  addPoint: z.string(),
  appConfig: z.string(),
});

/** A study with what its devices need to know, as pages and programs get it. */
export const studyViewSchema = studySchema.extend({
  addresses: addressesSchema,
  /** The addresses under `/data/…` too, for the default study. */
  defaultAddresses: addressesSchema.nullable(),
  /** What the QR code of the study says. */
  deviceSettings: z.record(z.string(), z.unknown()),
});

export type StudyView = Readonly<z.infer<typeof studyViewSchema>>;

/** Adds addresses and device settings, which follow from where the installation is reached. */
export function viewStudy(publicUrl: string, study: Study): StudyView {
  return {
    ...study,
    addresses: studyAddresses(publicUrl, study),
    defaultAddresses: study.isDefaultIntake ? defaultAddresses(publicUrl) : null,
    deviceSettings: deviceSettings(publicUrl, study),
  };
}

export type StudyAddresses = Readonly<z.infer<typeof addressesSchema>>;

/** Where devices of a study send to; `/studies/<key>/data/` works for every study, `/data/` for the default one too. */
export function studyAddresses(publicUrl: string, study: Pick<Study, 'key'>): StudyAddresses {
  return addressesUnder(`${publicUrl.replace(/\/+$/, '')}/studies/${study.key}/data/`);
}

/** The addresses of the installation's default study, which devices of an old server know as `/data/…`. */
export function defaultAddresses(publicUrl: string): StudyAddresses {
  return addressesUnder(`${publicUrl.replace(/\/+$/, '')}/data/`);
}

function addressesUnder(base: string): StudyAddresses {
  return {
    base,
    addBundle: `${base}add-bundle.json`,
    addPoint: `${base}add-point.json`,
    appConfig: `${base}app-config.json`,
  };
}

/** The transmitter settings a PDK client takes (passive-data-kit.md 1.11): what the QR code of a study carries. */
export function deviceSettings(
  publicUrl: string,
  study: Pick<Study, 'key' | 'serverPublicKey'>,
): Record<string, unknown> {
  const { addBundle, appConfig } = studyAddresses(publicUrl, study);
  return {
    'config-url': appConfig,
    transmitters: [
      {
        type: 'pdk-http-transmitter',
        'upload-uri': addBundle,
        compression: true,
        ...(study.serverPublicKey === null ? {} : { 'server-key': study.serverPublicKey }),
      },
    ],
  };
}
