import {
  createStudy,
  createToken,
  giveMembership,
  listRoles,
  type Organization,
  type Study,
} from '#lib/accounts/index.ts';
import type { Verb } from '#lib/platform/auth/verbs.ts';
import { createIasoApp } from '#lib/protocols/iaso/app.ts';
import { openTestAccounts, testPassword, type TestAccounts, type TestPerson } from './accounts.ts';
import { plantPyramid, type PlantedPyramid } from './registry.ts';

export interface IasoAnswer {
  readonly status: number;
  readonly headers: Headers;
  /** Parsed JSON; the bytes of a file. */
  readonly body: unknown;
}

/** Calls an address of the old registry protocol: `ask('GET /api/orgunits/?limit=2')`. */
export type IasoAsk = (request: string, body?: unknown) => Promise<IasoAnswer>;

/** Two organizations whose registries are called through the old protocol; ours has a small pyramid. */
export interface IasoWorld {
  readonly accounts: TestAccounts;
  readonly organization: Organization;
  readonly study: Study;
  readonly pyramid: PlantedPyramid;
  readonly owner: TestPerson;
  /** The owner of ours, by API token. */
  readonly ask: IasoAsk;
  readonly ownerHeaders: Readonly<Record<string, string>>;
  /** Nobody. */
  readonly askUnknown: IasoAsk;
  /** The owner of the other organization, who has a pyramid too. */
  readonly askStranger: IasoAsk;
  /** An API token of the owner with these verbs alone. */
  askWith(verbs: readonly Verb[]): Promise<IasoAsk>;
  /** Somebody who sees, and may change, one sub-tree alone (its ltree path). */
  askWithin(path: string): Promise<IasoAsk>;
  asking(headers: Headers): IasoAsk;
  close(): Promise<void>;
}

const square = 'MULTIPOLYGON(((20 0, 21 0, 21 1, 20 1, 20 0)))';

/** Opens the world on a fresh database; `env`: variables of its configuration. */
export async function openIasoWorld(env: Readonly<Record<string, string>> = {}): Promise<IasoWorld> {
  const accounts = await openTestAccounts(env);
  const { runtime } = accounts;
  const app = createIasoApp(runtime);
  const asking =
    (headers: Headers): IasoAsk =>
    async (request, body) => {
      const [method = 'GET', path = '/'] = request.split(/ (.*)/s);
      const sent = new Headers(headers);
      if (body !== undefined && !(body instanceof FormData)) sent.set('content-type', 'application/json');
      const answer = await app.request(path, { method, headers: sent, ...(await bytesOf(body, sent)) });
      const bytes = Buffer.from(await answer.arrayBuffer());
      const isFile = answer.headers.has('content-disposition');
      const parsed = () => (bytes.length === 0 ? undefined : (JSON.parse(bytes.toString()) as unknown));
      return { status: answer.status, headers: answer.headers, body: isFile ? bytes : parsed() };
    };
  const tokenOf = async (person: TestPerson, verbs: readonly Verb[]) => {
    const wanted = { name: 'old client', scopes: [...verbs], studyId: null, lifeDays: 1 };
    const { token } = await createToken(await accounts.as(person), wanted);
    return { authorization: `Token ${token}` };
  };
  const askAs = async (person: TestPerson, verbs: readonly Verb[]) => asking(new Headers(await tokenOf(person, verbs)));
  const organization = await accounts.anOrganization('Hill');
  const system = accounts.system(organization);
  const key = { key: 'hill-clinics', name: 'Clinics', description: '', isDefaultIntake: false };
  const study = await createStudy(system, key, runtime.config);
  const owner = await accounts.aUser(organization, 'owner');
  const pyramid = await plantPyramid(runtime.db, { organizationId: organization.id }, [
    { ref: 'cd', name: 'RD Congo', type: 'Country', shape: square },
    { ref: 'eq', name: 'Équateur', parent: 'cd', type: 'Province' },
    { ref: 'kin', name: 'Kinshasa', parent: 'cd', type: 'Province', code: 'K-1' },
    { ref: 'mb', name: 'Mbandaka', parent: 'eq', type: 'Clinic', at: [18.26, 0.05], aliases: ['La Fleur'] },
    { ref: 'lowa', name: 'Lowa', parent: 'eq', type: 'Clinic', status: 'NEW', at: [0, 0] },
    { ref: 'gombe', name: 'Gombe', parent: 'kin', type: 'Clinic', opened: '2020-01-01', closed: '2024-06-30' },
    { ref: 'ngaba', name: 'Ngaba', parent: 'kin', type: 'Clinic', status: 'REJECTED', opened: '2023-05-01' },
  ]);
  const valley = await accounts.anOrganization('Valley');
  await plantPyramid(runtime.db, { organizationId: valley.id }, [{ ref: 'x', name: 'Elsewhere', type: 'Country' }]);
  const all: readonly Verb[] = [
    'registry.read',
    'registry.edit',
    'registry.review',
    'studies.read',
    'tasks.read',
    'tasks.manage',
  ];
  const ownerHeaders = await tokenOf(owner, all);
  return {
    ...{ accounts, organization, study, pyramid, owner, asking },
    ask: asking(new Headers(ownerHeaders)),
    ownerHeaders,
    askUnknown: asking(new Headers()),
    askStranger: await askAs(await accounts.aUser(valley, 'owner'), all),
    askWith: (verbs) => askAs(owner, verbs),
    askWithin: (path) => signedInWithin({ accounts, organization, asking }, path),
    close: () => accounts.close(),
  };
}

/** A body as a client sends it: with its type and its length. */
async function bytesOf(body: unknown, headers: Headers): Promise<{ readonly body?: ArrayBuffer }> {
  if (body === undefined) return {};
  const sent = new Response(body instanceof FormData ? body : JSON.stringify(body));
  if (body instanceof FormData) headers.set('content-type', sent.headers.get('content-type') ?? '');
  const bytes = await sent.arrayBuffer();
  headers.set('content-length', String(bytes.byteLength));
  return { body: bytes };
}

async function signedInWithin(
  { accounts, organization, asking }: Pick<IasoWorld, 'accounts' | 'organization' | 'asking'>,
  path: string,
): Promise<IasoAsk> {
  const person = await accounts.aUser(organization, 'collector');
  const system = accounts.system(organization);
  const { db } = accounts.runtime;
  const role = (await listRoles(system)).find(({ key }) => key === 'validator')!;
  await giveMembership(system, { userId: person.userId, roleId: role.id, studyId: null, orgUnitPath: path });
  await db.prisma.membership.deleteMany({ where: { userId: person.userId, NOT: { roleId: role.id } } });
  const signedIn = await asking(new Headers())('POST /api/token/', { username: person.email, password: testPassword });
  const { access } = signedIn.body as { access: string };
  return asking(new Headers({ authorization: `Bearer ${access}` }));
}
