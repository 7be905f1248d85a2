import { z } from 'zod';
import type { OrganizationId, StudyId } from '#lib/platform/ids.ts';

/** Words that stand in the place of a study key in our own addresses. */
const reservedKeys = new Set(['data', 'new', 'settings', 'default', 'all']);

/** The key of a study in addresses (`/studies/<key>/…`): 2 to 40 lower-case letters, digits, single hyphens inside. */
export const studyKeySchema = z
  .string()
  .trim()
  .min(2, 'Use at least 2 characters.')
  .max(40, 'Use at most 40 characters.')
  .regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/, 'Use lower-case letters, digits, and hyphens between them.')
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

/** One data collection: its settings. Keys of the server's own pair never leave the wing but through `getStudyKeys`. */
export interface Study {
  readonly id: StudyId;
  readonly organizationId: OrganizationId;
  readonly key: string;
  readonly name: string;
  readonly description: string;
  /** The study behind `/data/…`. */
  readonly isDefaultIntake: boolean;
  /** Kill switch: devices are told 201 and what they send is discarded. */
  readonly discardsUploads: boolean;
  /** Base64; devices encrypt for it. */
  readonly serverPublicKey: string | null;
  /** Base64; the fleet's own public key. Null: encrypted bundles cannot be opened yet. */
  readonly clientPublicKey: string | null;
  readonly defaultGroupId: string | null;
  /** Days; 0 at once, null never. */
  readonly bundleRetentionDays: number | null;
  readonly renameRules: readonly RenameRule[];
  readonly createdAt: Date;
  readonly archivedAt: Date | null;
}

export interface StudyAddresses {
  /** Base under which old devices expect `add-bundle.json` and its kin; ends in a slash. */
  readonly base: string;
  readonly addBundle: string;
  readonly addPoint: string;
  readonly appConfig: string;
}

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

/** The transmitter settings a PDK client takes (passive-data-kit.md 1.7): what the QR code of a study carries. */
export function deviceSettings(publicUrl: string, study: Pick<Study, 'key' | 'serverPublicKey'>): object {
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
