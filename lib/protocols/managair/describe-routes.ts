import {
  answersOf,
  bodyOf,
  type Described,
  documentSchema,
  forEverybody,
  forPeople,
  idParameter,
  listSchema,
} from './describe-answers.ts';
import { airQualityPath, installationSeriesPath, nodeSeriesPath } from './describe-series.ts';
import { atomicExtension, jsonApiType } from './media-type.ts';

/** The paths beside those of the table of kinds; a test holds them against the routes that are served. */
export function routePaths(): Readonly<Record<string, Described>> {
  return {
    ...accountPaths(),
    '/': { get: page('Where every list is', { status: 200, type: jsonApiType }) },
    '/operations/': { post: operations },
    '/schema/': { get: page('This description', { status: 200, type: 'application/vnd.oai.openapi+json' }) },
    '/schema/swagger-ui/': { get: page('The description to try', { status: 302, type: 'text/html' }) },
    '/schema/redoc/': { get: page('The description to read', { status: 302, type: 'text/html' }) },
    '/nodes/{id}/timeseries/': nodeSeriesPath,
    '/node-timeseries/{id}/': nodeSeriesPath,
    '/installations/{id}/timeseries/': installationSeriesPath,
    '/installation-timeseries/{id}/': installationSeriesPath,
    '/installations/{id}/image/': imagePath,
    '/rooms/{id}/airquality/': airQualityPath({ hasMonth: false }),
    '/rooms/{id}/airquality/{month}': airQualityPath({ hasMonth: true }),
    '/organizations/{id}/relationships/users/': linkagePath('User', ['post', 'delete']),
    '/users/{id}/relationships/organizations/': linkagePath('Organization', ['post', 'patch', 'delete']),
  };
}

function page(summary: string, { status, type }: { readonly status: number; readonly type: string }): Described {
  const content = status === 200 ? { content: { [type]: { schema: { type: 'object' } } } } : {};
  return {
    tags: ['Description'],
    summary,
    security: forEverybody,
    responses: { [status]: { description: summary, ...content } },
  };
}

const text = { type: 'string' };

/** A document of this part: `type` is a word, and the attributes are what matters. */
function view(type: string, properties: Described, required: readonly string[] = Object.keys(properties)): Described {
  const attributes = { type: 'object', properties, required };
  return {
    type: 'object',
    required: ['type', 'attributes'],
    properties: { type: { const: type }, id: text, attributes },
  };
}

interface Account {
  readonly type: string;
  readonly summary: string;
  readonly sends?: Described;
  readonly needs?: readonly string[];
  readonly gives?: Described;
  readonly status?: number;
  readonly isForPeople?: true;
}

function accountOperation({ type, summary, sends, needs, gives, status = 200, isForPeople }: Account): Described {
  const data = sends && view(type, sends, needs);
  const schema = documentSchema(view(type, gives ?? { detail: text }));
  return {
    tags: ['Accounts'],
    summary,
    security: isForPeople ? forPeople : [],
    ...(data && { requestBody: bodyOf({ type: 'object', required: ['data'], properties: { data } }) }),
    responses: answersOf({ status, text: 'Done', schema }, isForPeople ? [400, 401, 415] : [400, 415]),
  };
}

const user = { pk: { type: 'integer' }, username: text, email: text, first_name: text, last_name: text };

/** Accounts by REST (managair.md 10). */
function accountPaths(): Readonly<Record<string, Described>> {
  const passwords = { new_password1: text, new_password2: text };
  const own = { type: 'User', gives: user, isForPeople: true } as const;
  const change = { ...own, sends: { username: text, first_name: text, last_name: text }, needs: [] };
  const signIn = { username: text, email: text, password: text, code: text };
  const wish = {
    username: text,
    email: text,
    password1: text,
    password2: text,
    locale: { enum: ['en', 'fr', 'de', null] },
  };
  const post = (account: Account) => ({ post: accountOperation(account) });
  return {
    '/auth/login/': post({
      ...{ type: 'LoginView', summary: 'Sign in by user name or address: a key, and a session cookie' },
      ...{ sends: signIn, needs: ['password'], gives: { key: text } },
    }),
    '/auth/logout/': post({ type: 'LogoutView', summary: 'Sign out: the key ends', isForPeople: true }),
    '/auth/user/': {
      get: accountOperation({ ...own, summary: 'One’s own account' }),
      put: accountOperation({ ...change, summary: 'Change one’s own account' }),
      patch: accountOperation({ ...change, summary: 'Change one’s own account' }),
    },
    '/auth/password/change/': post({
      ...{ type: 'PasswordChangeView', summary: 'A new password for the old one', isForPeople: true },
      sends: { old_password: text, ...passwords },
    }),
    '/auth/password/reset/': post({
      ...{ type: 'PasswordResetView', summary: 'A mail with a token, if there is such an account' },
      sends: { email: text },
    }),
    '/auth/password/reset/confirm/': post({
      ...{ type: 'PasswordResetConfirmView', summary: 'A new password for the token of the mail' },
      sends: { token: text, ...passwords },
    }),
    '/auth/registration/': post({
      ...{ type: 'RegisterView', summary: 'A wish for an account: a mail brings its key', status: 201 },
      ...{ sends: wish, needs: ['username', 'email', 'password1', 'password2'] },
    }),
    '/auth/registration/verify-email/': post({
      ...{ type: 'VerifyEmailView', summary: 'The key of the mail makes the account' },
      sends: { key: text },
    }),
  };
}

const atomicType = `${jsonApiType}; ext="${atomicExtension}"`;
const operation = {
  type: 'object',
  required: ['op'],
  properties: { op: { enum: ['add', 'update', 'remove'] }, ref: { type: 'object' }, data: { type: 'object' } },
};
const several = {
  type: 'object',
  required: ['atomic:operations'],
  properties: { 'atomic:operations': { type: 'array', minItems: 1, maxItems: 100, items: operation } },
};
const results = { type: 'object', properties: { 'atomic:results': { type: 'array', items: { type: 'object' } } } };

const operations: Described = {
  tags: ['Operations'],
  summary: 'Several changes that come to be together or not at all',
  security: forPeople,
  requestBody: { required: true, content: { [atomicType]: { schema: several } } },
  responses: {
    ...answersOf({ status: 204, text: 'Done, and nothing to say' }, [400, 401, 403, 404, 409, 415]),
    200: { description: 'Done', content: { [atomicType]: { schema: results } } },
  },
};

const pictureForm = {
  type: 'object',
  required: ['image'],
  properties: { image: { type: 'string', format: 'binary' } },
};
const pictureAnswer = documentSchema({
  type: 'object',
  required: ['type', 'id', 'attributes'],
  properties: {
    type: { const: 'Installation' },
    id: text,
    attributes: { type: 'object', properties: { image: text } },
  },
});

const imagePath: Described = {
  parameters: [idParameter],
  get: {
    tags: ['Installation'],
    summary: 'The picture of an installation',
    security: forEverybody,
    responses: {
      ...answersOf({ status: 200, text: 'The picture' }, [404]),
      200: { description: 'The picture', content: { 'image/*': { schema: { type: 'string', format: 'binary' } } } },
    },
  },
  put: {
    tags: ['Installation'],
    summary: 'Give an installation a picture',
    security: forPeople,
    requestBody: { required: true, content: { 'multipart/form-data': { schema: pictureForm } } },
    responses: answersOf({ status: 200, text: 'Its path', schema: pictureAnswer }, [400, 401, 403, 404, 413, 415]),
  },
};

/** Who belongs where, as resource identifiers. */
function linkagePath(type: 'User' | 'Organization', changes: readonly ('post' | 'patch' | 'delete')[]): Described {
  const identifier = { type: 'object', required: ['type', 'id'], properties: { type: { const: type }, id: text } };
  const sent = { type: 'object', required: ['data'], properties: { data: { type: 'array', items: identifier } } };
  const common = { tags: [type === 'User' ? 'Organization' : 'User'], security: forPeople };
  const schema = listSchema(identifier);
  const words = { post: 'Add some', patch: 'Name all there are', delete: 'Take some away' };
  const change = (method: 'post' | 'patch' | 'delete') => ({
    ...common,
    summary: words[method],
    requestBody: bodyOf(sent),
    responses: {
      ...answersOf({ status: 200, text: 'As it is now', schema }, [400, 401, 403, 404, 409, 415]),
      204: { description: 'Nothing had to change' },
    },
  });
  return {
    parameters: [idParameter],
    get: {
      ...common,
      summary: `Identifiers: ${type}`,
      responses: answersOf({ status: 200, text: 'They', schema }, [401, 404]),
    },
    ...Object.fromEntries(changes.map((method) => [method, change(method)])),
  };
}
