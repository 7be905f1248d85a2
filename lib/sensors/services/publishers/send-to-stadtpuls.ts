import { z } from 'zod';
import { deleteText, getText, postText, type OutgoingAnswer } from '#lib/platform/outgoing/post-text.ts';
import {
  claimRegistration,
  endRegistration,
  findPublicPlace,
  findRegistration,
  nameRegistration,
} from '../../data/publishers/registrations.sql.ts';
import { stadtpulsSecretsSchema, stadtpulsSettingsSchema } from '../../domain/publishers/publisher.ts';
import { stadtpulsMark, writeStadtpulsRecord, writeStadtpulsSensor } from '../../domain/publishers/stadtpuls.ts';
import { openSecrets, requireSuccess, type PublishRuntime, type Sending } from './sending.ts';

const signedInSchema = z.object({ access_token: z.string().min(1), user: z.object({ id: z.string().min(1) }) });
const sensorsSchema = z.array(z.object({ id: z.union([z.string().min(1), z.number()]) }));

/** Longer than a request may take, shorter than the first wait after a failure. */
const claimMs = 30_000;

/** Where Stadtpuls is, and who we are there. */
interface Account {
  readonly settings: z.infer<typeof stadtpulsSettingsSchema>;
  readonly secrets: z.infer<typeof stadtpulsSecretsSchema>;
  readonly options: { readonly allowedHosts: readonly string[] };
}

interface Session {
  readonly userId: string;
  readonly headers: Readonly<Record<string, string>>;
}

/**
 * Sends a publication by the Stadtpuls flow (managair.md, 12): an installation is registered once, then each sample is a
 * record of it. Throws when a step fails; the whole is tried again, and begins where it had come to.
 */
export async function sendToStadtpuls(runtime: PublishRuntime, sending: Sending): Promise<void> {
  const { publication, publisher } = sending;
  const account: Account = {
    settings: stadtpulsSettingsSchema.parse(publisher.settings),
    secrets: stadtpulsSecretsSchema.parse(openSecrets(runtime, publisher)),
    options: { allowedHosts: runtime.config.internalHosts },
  };
  if (publication.kind === 'withdrawal') {
    await withdraw(runtime, sending, account);
    return;
  }
  const remoteId = await register(runtime, sending, account);
  const record = {
    url: `${account.settings.recordsUrl.replace(/\/+$/, '')}/${encodeURIComponent(remoteId)}/records`,
    headers: { 'content-type': 'application/json', authorization: `Bearer ${account.secrets.recordsToken}` },
    body: writeStadtpulsRecord(publication.observedAt, { fields: publisher.fields, values: publication.values }),
  };
  requireSuccess(await postText(record, account.options), `The record of ${publication.observedAt.toISOString()}`);
}

/**
 * The installation's name at Stadtpuls. It is asked for by one worker at a time. When an answer was not seen (a crash, a
 * cut line), the sensor is looked for before another one is made: the replaced server registered twice.
 */
async function register({ db }: PublishRuntime, { publication, at }: Sending, account: Account): Promise<string> {
  const known = await findRegistration(db, publication);
  if (known?.remoteId && known.withdrawnAt === null) return known.remoteId;
  const place = await findPublicPlace(db, publication);
  if (!place) throw new Error('The installation is not public any more.');
  const session = await signIn(account);
  const claim = await claimRegistration(db, publication, { at, until: new Date(at.getTime() + claimMs) });
  if (!claim) throw new Error('The installation is being registered by another worker.');
  const found = claim.isRepeat ? await findSensor(account, session, publication.installationId) : null;
  const remoteId = found ?? (await createSensor(account, session, writeStadtpulsSensor(place, session.userId)));
  await nameRegistration(db, publication, remoteId);
  return remoteId;
}

async function createSensor({ settings, options }: Account, session: Session, body: string): Promise<string> {
  const headers = { ...session.headers, prefer: 'return=representation' };
  const answer = requireSuccess(
    await postText({ url: settings.sensorsUrl, headers, body }, options),
    'The registration',
  );
  const remoteId = firstId(answer);
  if (remoteId === null) throw new Error('The registration was answered without a sensor.');
  return remoteId;
}

/** The sensor that an earlier attempt made, told by the mark in its description; a service that cannot search has none. */
async function findSensor(
  { settings, options }: Account,
  session: Session,
  installationId: string,
): Promise<string | null> {
  const url = new URL(settings.sensorsUrl);
  url.searchParams.set('select', 'id');
  url.searchParams.set('user_id', `eq.${session.userId}`);
  url.searchParams.set('description', `like.*${stadtpulsMark(installationId)}*`);
  const answer = await getText({ url: url.href, headers: session.headers }, options);
  if (answer.status === 404 || answer.status === 405) return null;
  return firstId(requireSuccess(answer, 'The search for the sensor'));
}

function firstId({ text }: OutgoingAnswer): string | null {
  const [first] = sensorsSchema.parse(JSON.parse(text));
  return first === undefined ? null : String(first.id);
}

/** Takes an installation back at Stadtpuls; what is not there (404) is as good as taken back. */
async function withdraw({ db }: PublishRuntime, { publication, at }: Sending, account: Account): Promise<void> {
  const known = await findRegistration(db, publication);
  if (known && known.withdrawnAt === null) {
    const session = await signIn(account);
    const remoteId = known.remoteId ?? (await findSensor(account, session, publication.installationId));
    if (remoteId !== null) await deleteSensor(account, session, remoteId);
  }
  await endRegistration(db, publication, at);
}

async function deleteSensor({ settings, options }: Account, session: Session, remoteId: string): Promise<void> {
  const url = new URL(settings.sensorsUrl);
  url.searchParams.set('id', `eq.${remoteId}`);
  const answer = await deleteText({ url: url.href, headers: session.headers }, options);
  if (answer.status !== 404) requireSuccess(answer, 'The withdrawal');
}

async function signIn({ settings, secrets, options }: Account): Promise<Session> {
  const url = new URL(settings.loginUrl);
  url.searchParams.set('grant_type', 'password');
  const json = { 'content-type': 'application/json', apikey: secrets.apiKey };
  const body = JSON.stringify({ email: secrets.email, password: secrets.password });
  const answer = requireSuccess(await postText({ url: url.href, headers: json, body }, options), 'The sign-in');
  const { access_token: token, user } = signedInSchema.parse(JSON.parse(answer.text));
  return { userId: user.id, headers: { ...json, authorization: `Bearer ${token}` } };
}
