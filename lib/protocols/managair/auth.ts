import { z } from 'zod';
import {
  changePassword,
  endSession,
  getPersonalRecord,
  register,
  registerInputSchema,
  requestPasswordReset,
  requestPasswordResetInputSchema,
  resetPassword,
  sessionLifeS,
  signIn,
  updatePersonalRecord,
  verifyRegistration,
} from '#lib/accounts/index.ts';
import { encodeSessionCookie, expiredSessionCookie, sessionCookieLine } from '#lib/platform/auth/session-cookie.ts';
import { remoteAddressOf } from '#lib/platform/http/remote-address.ts';
import { parseInput } from '#lib/platform/problems/parse-input.ts';
import { Problem } from '#lib/platform/problems/problem.ts';
import { answerDocument } from './answer.ts';
import { ApiError, ApiErrors, entriesOf } from './errors.ts';
import { type ManagairCall, sessionKeyPrefix } from './exchange.ts';
import { entriesOfIssues, readBody } from './read-document.ts';

/** Members of the documents, and what our use-cases call them. */
const renamed: Readonly<Record<string, string>> = {
  newPassword: 'new_password1',
  currentPassword: 'old_password',
};
/** Who registers says the password twice. */
const renamedOfRegistration = { ...renamed, password: 'password1' };

/**
 * Reads the attributes of a document of this part, whatever its type is called: `LoginView` and its like are names of
 * classes of the replaced server.
 */
async function readAttributes<T>(call: ManagairCall, schema: z.ZodType<T>): Promise<T> {
  const { data } = await readBody(call, null);
  const attributes = z.looseObject({ attributes: z.unknown().optional() }).safeParse(data).data?.attributes;
  const parsed = schema.safeParse(attributes ?? {});
  if (parsed.success) return parsed.data;
  throw new ApiErrors(entriesOfIssues(parsed.error, '/data/attributes'));
}

/** Runs a use-case; what it says is wrong is told of the attribute. Wrong credentials are 400, as the replaced server has it. */
async function inAttributes<T>(
  work: () => T | Promise<T>,
  names: Readonly<Record<string, string>> = renamed,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const isRefusal =
      error instanceof Problem && ['sign_in_failed', 'second_factor_required', 'account_locked'].includes(error.code);
    if (isRefusal) throw new ApiError(400, error.message, { pointer: '/data/attributes/non_field_errors' });
    const { entries, isFault } = entriesOf(error, (field) => `/data/attributes/${names[field] ?? field}`);
    if (isFault) throw error;
    throw new ApiErrors(entries);
  }
}

function answerView(
  type: string,
  { id, attributes }: { readonly id: string; readonly attributes: object },
  more: object = {},
): Response {
  return answerDocument({ data: { type, id, attributes } }, more);
}

const loginSchema = z.object({
  username: z.string().max(254).default(''),
  email: z.string().max(254).default(''),
  password: z.string().max(256),
  /** Six digits of the authenticator app, for people who have one. */
  code: z.string().max(40).optional(),
});

/** `auth/login/`: user name or address, and password, for a key and a session cookie. */
export async function serveLogin(call: ManagairCall): Promise<Response> {
  const { username, email, password, code } = await readAttributes(call, loginSchema);
  const { config } = call.runtime;
  const session = await inAttributes(() =>
    signIn(call.runtime, {
      email: (username || email).trim().toLowerCase(),
      password,
      ...(code === undefined ? {} : { code }),
      ...originOf(call),
      userAgent: call.request.headers.get('user-agent') ?? 'API',
      mayBelongNowhere: true,
    }),
  );
  const value = await encodeSessionCookie(session, config, sessionLifeS);
  const headers = { 'set-cookie': sessionCookieLine(value, config.publicUrl, sessionLifeS) };
  return answerView(
    'LoginView',
    { id: session.userId, attributes: { key: `${sessionKeyPrefix}${value}` } },
    { headers },
  );
}

/** `auth/logout/`: the key, and the cookie, are good for nothing from now on. */
export async function serveLogout(call: ManagairCall): Promise<Response> {
  const { user, sessionId } = call.visitor;
  if (user && sessionId !== null) await endSession(call.runtime, { userId: user.id, sessionId });
  const headers = { 'set-cookie': expiredSessionCookie(call.runtime.config.publicUrl) };
  const attributes = { detail: 'Successfully logged out.' };
  return answerView('LogoutView', { id: user?.id ?? 'none', attributes }, { headers });
}

function requireUser({ visitor }: ManagairCall) {
  if (!visitor.user) throw new ApiError(401, 'Sign in to do this.');
  return visitor.user;
}

const nameText = z
  .string()
  .trim()
  .max(150)
  .regex(/^\P{Cc}*$/u, 'A name has no control characters.');
const recordSchema = z.object({
  username: z.string().optional(),
  first_name: nameText.optional(),
  last_name: nameText.optional(),
});

/** `auth/user/`: one's own account; GET, PUT and PATCH. The address stays: it is what was verified. */
export async function serveUser(call: ManagairCall): Promise<Response> {
  const { id } = requireUser(call);
  if (call.request.method !== 'GET') {
    const { username, first_name: firstName, last_name: lastName } = await readAttributes(call, recordSchema);
    const change = { username, firstName, lastName };
    await inAttributes(() => updatePersonalRecord(call.runtime, { userId: id, requestId: call.requestId }, change));
  }
  const { legacyId, username, email, firstName, lastName } = await getPersonalRecord(call.runtime, id);
  const attributes = { pk: Number(legacyId), username, email, first_name: firstName, last_name: lastName };
  return answerView('User', { id: legacyId, attributes });
}

/** `auth/password/reset/`: the answer is the same whether or not there is such an account. */
export async function servePasswordReset(call: ManagairCall): Promise<Response> {
  const { email } = await readAttributes(call, z.object(requestPasswordResetInputSchema.shape));
  await inAttributes(() => requestPasswordReset(call.runtime, { email, ...askedBy(call) }));
  return answerView('PasswordResetView', {
    id: 'none',
    attributes: { detail: 'Password reset e-mail has been sent.' },
  });
}

const confirmSchema = z
  .object({ token: z.string().max(300), new_password1: z.string().max(300), new_password2: z.string().max(300) })
  .refine((said) => said.new_password1 === said.new_password2, samePassword('new_password2'));

function samePassword(field: string) {
  return { path: [field], message: "The two password fields didn't match." };
}

/** `auth/password/reset/confirm/`: the token of the mail for a new password. */
export async function servePasswordConfirm(call: ManagairCall): Promise<Response> {
  const { token, new_password1: newPassword } = await readAttributes(call, confirmSchema);
  await inAttributes(() =>
    resetPassword(call.runtime, { token, newPassword: requireLong(newPassword), ...originOf(call) }),
  );
  const attributes = { detail: 'Password has been reset with the new password.' };
  return answerView('PasswordResetConfirmView', { id: 'none', attributes });
}

const changeSchema = z
  .object({ old_password: z.string().max(256), new_password1: z.string().max(300), new_password2: z.string().max(300) })
  .refine((said) => said.new_password1 === said.new_password2, samePassword('new_password2'));

/** `auth/password/change/`: proven by the old one; other sessions end. */
export async function servePasswordChange(call: ManagairCall): Promise<Response> {
  const { id: userId } = requireUser(call);
  const { old_password: currentPassword, new_password1: newPassword } = await readAttributes(call, changeSchema);
  await inAttributes(() =>
    changePassword(call.runtime, {
      ...{ userId, sessionId: call.visitor.sessionId, requestId: call.requestId },
      ...{ currentPassword, newPassword: requireLong(newPassword) },
    }),
  );
  return answerView('PasswordChangeView', { id: userId, attributes: { detail: 'New password has been saved.' } });
}

/** The rules of new passwords, told of the member that this protocol has. */
function requireLong(password: string): string {
  return parseInput(z.object({ newPassword: registerInputSchema.shape.password }), { newPassword: password })
    .newPassword;
}

const registrationSchema = z
  .object({
    username: z.string(),
    email: z.string(),
    password1: z.string(),
    password2: z.string(),
    locale: z.enum(['en', 'fr', 'de']).nullish(),
  })
  .refine((said) => said.password1 === said.password2, samePassword('password2'));

/** `auth/registration/`: a wish for an account; a mail brings the key that makes it one. */
export async function serveRegistration(call: ManagairCall): Promise<Response> {
  const { username, email, password1: password, locale = null } = await readAttributes(call, registrationSchema);
  await inAttributes(async () => {
    const input = parseInput(registerInputSchema, { username, email, password, locale });
    await register(call.runtime, { ...input, ...askedBy(call) });
  }, renamedOfRegistration);
  const attributes = { detail: 'Verification e-mail sent.' };
  return answerView('RegisterView', { id: 'none', attributes }, { status: 201 });
}

/** `auth/registration/verify-email/`: the key of the mail makes the account. */
export async function serveVerification(call: ManagairCall): Promise<Response> {
  const { key } = await readAttributes(call, z.object({ key: z.string().min(1).max(300) }));
  await inAttributes(() => verifyRegistration(call.runtime, { key, ...originOf(call) }));
  return answerView('VerifyEmailView', { id: 'none', attributes: { detail: 'ok' } });
}

/** With the language that the answer's mail is wanted in. */
function askedBy(call: ManagairCall) {
  return { ...originOf(call), acceptLanguage: call.request.headers.get('accept-language') };
}

function originOf({ request, requestId }: ManagairCall) {
  return { remoteAddress: remoteAddressOf(request.headers), requestId };
}
