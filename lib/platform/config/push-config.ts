import { createPrivateKey } from 'node:crypto';
import { z } from 'zod';

/** A service account of Google, as its key file has it; other members are let be. */
const serviceAccountSchema = z.object({
  project_id: z.string().min(1),
  client_email: z.string().min(1),
  private_key: z.string().refine(isPrivateKey),
  private_key_id: z.string().optional(),
  token_uri: z.string().refine((text) => /^https?:\/\//.test(text) && URL.canParse(text)),
});

export interface FcmConfig {
  /** Origin of the service, without a trailing slash. */
  readonly url: string;
  readonly account: z.output<typeof serviceAccountSchema>;
}

export interface ApnsConfig {
  /** Origin of the service, without a trailing slash. */
  readonly url: string;
  /** PEM text of the signing key (`.p8`). */
  readonly key: string;
  readonly keyId: string;
  readonly teamId: string;
  /** Bundle id of the app. */
  readonly topic: string;
}

/** How phones are woken; null: not set up. */
export interface PushConfig {
  readonly fcm: FcmConfig | null;
  readonly apns: ApnsConfig | null;
}

const origin = z
  .string()
  .refine((text) => /^https?:\/\//.test(text) && URL.canParse(text), 'is not the http(s) address of the service')
  .transform((text) => text.replace(/\/+$/, ''));

/** The variables of push services. */
export const pushEnvironment = {
  CAIRN_FCM_URL: origin.optional(),
  CAIRN_FCM_SERVICE_ACCOUNT: z
    .string()
    .transform((text, context) => {
      const account = serviceAccountSchema.safeParse(parseJson(text));
      if (account.success) return account.data;
      context.addIssue(
        'is not the JSON key file of a service account (project_id, client_email, private_key, token_uri)',
      );
      return z.NEVER;
    })
    .optional(),
  CAIRN_APNS_URL: origin.optional(),
  CAIRN_APNS_KEY: z.string().refine(isPrivateKey, 'is not the PEM text of a signing key (.p8)').optional(),
  CAIRN_APNS_KEY_ID: z.string().optional(),
  CAIRN_APNS_TEAM_ID: z.string().optional(),
  CAIRN_APNS_TOPIC: z.string().optional(),
};

/** Variables of push services that only make sense together. */
export const pushGroups = [
  ['CAIRN_FCM_URL', 'CAIRN_FCM_SERVICE_ACCOUNT'],
  ['CAIRN_APNS_URL', 'CAIRN_APNS_KEY', 'CAIRN_APNS_KEY_ID', 'CAIRN_APNS_TEAM_ID', 'CAIRN_APNS_TOPIC'],
] as const;

/** The variables as they were read. */
type PushSettings = z.output<z.ZodObject<typeof pushEnvironment>>;

/** The configuration from the variables; groups are known to be whole. */
export function toPushConfig(settings: PushSettings): PushConfig {
  return { fcm: toFcm(settings), apns: toApns(settings) };
}

function toFcm({ CAIRN_FCM_URL: url, CAIRN_FCM_SERVICE_ACCOUNT: account }: PushSettings): FcmConfig | null {
  return url === undefined || account === undefined ? null : { url, account };
}

function toApns(settings: PushSettings): ApnsConfig | null {
  const {
    CAIRN_APNS_URL: url,
    CAIRN_APNS_KEY: key,
    CAIRN_APNS_KEY_ID: keyId,
    CAIRN_APNS_TEAM_ID: teamId,
    CAIRN_APNS_TOPIC: topic,
  } = settings;
  if (url === undefined || key === undefined) return null;
  if (keyId === undefined || teamId === undefined || topic === undefined) return null;
  return { url, key, keyId, teamId, topic };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

function isPrivateKey(pem: string): boolean {
  try {
    createPrivateKey(pem.replaceAll(String.raw`\n`, '\n'));
    return true;
  } catch (error) {
    // OpenSSL says what it does not like in codes; that it is no key is all a person needs.
    if (error instanceof Error) return false;
    throw error;
  }
}
