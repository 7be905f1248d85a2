import { Readable } from 'node:stream';
import { z } from 'zod';
import {
  createRole,
  createStudy,
  createToken,
  giveMembership,
  listPeople,
  listRoles,
  builtInRoleKeys,
  type BuiltInRoleKey,
  type Organization,
} from '#lib/accounts/index.ts';
import { BundleQueue, createConfiguration, processUntilEmpty, receiveBundle, type Upload } from '#lib/passive/index.ts';
import { verbs, type Verb } from '#lib/platform/auth/verbs.ts';
import type { Context } from '#lib/platform/context.ts';
import { newId, type StudyId } from '#lib/platform/ids.ts';
import { setRuntime } from '#lib/platform/runtime.ts';
import { defineTaskKind, startTask } from '#lib/platform/tasks/index.ts';
import { receiveImport, startImportCheck } from '#lib/registry/index.ts';
import { createGroup, createSource } from '#lib/sources/index.ts';
import { makeSensitiveField } from './sensitive-things.ts';
import {
  headersOfSession,
  headersOfToken,
  openTestAccounts,
  signInAs,
  type TestAccounts,
  type TestPerson,
} from '../harness/accounts.ts';
import { addBundle, aPoint } from '../harness/passive.ts';
import { runTasks } from '../harness/tasks.ts';
import type { Tenant } from '../harness/tenant.ts';
import { makeAlertThings, type AlertThings } from './alert-things.ts';
import { makeIssue } from './issue-things.ts';
import { makeRegistryThings, type RegistryThings } from './registry-things.ts';

/** Who calls, and the headers that say so. */
export interface AbuseCaller {
  readonly name: string;
  readonly headers: Headers;
}

/** Things of one organization that requests name. */
export interface Things {
  readonly organizationId: string;
  readonly studyId: string;
  readonly studyKey: string;
  readonly sourceId: string;
  readonly groupId: string;
  readonly configurationId: string;
  readonly roleId: string;
  readonly analystRoleId: string;
  readonly userId: string;
  /** A person who may do less than everybody with the right to lock people out. */
  readonly lockableId: string;
  readonly membershipId: string;
  readonly tokenId: string;
  /** A failed task that nobody in particular started. */
  readonly taskId: string;
  /** A point of the source: number of its type, its time in microseconds and its hash. */
  readonly typeId: string;
  readonly pointAtUs: string;
  readonly pointHash: string;
  readonly fileId: string;
  readonly quarantinedId: string;
  readonly refusedId: string;
  readonly issueId: string;
  readonly sensitiveFieldId: string;
  readonly alerts: AlertThings;
  readonly registry: RegistryThings;
  /** A file of places that was checked. */
  readonly importId: string;
  /** A well-formed id of nothing. */
  readonly noId: string;
}

export interface AbuseWorld {
  readonly accounts: TestAccounts;
  readonly things: Things;
  readonly nobody: AbuseCaller;
  readonly administrator: AbuseCaller;
  readonly roles: Readonly<Record<BuiltInRoleKey, AbuseCaller>>;
  /** The owner of another organization: every verb, but not here. */
  readonly stranger: AbuseCaller;
  /** A token of the owner with this verb only. */
  tokenWith(verb: Verb): AbuseCaller;
  /** A token of the owner with every verb but this. */
  tokenWithout(verb: Verb): AbuseCaller;
}

/** Text in the name of everything that belongs to the organization: no stranger may ever read it. */
export const marker = 'Marmot';

const ourWords: Words = { name: marker, content: marker, studyKey: 'marmot-study' };

/** Two organizations with people of every role, and in the first one thing of every kind. */
export async function openAbuseWorld(): Promise<AbuseWorld> {
  const accounts = await openTestAccounts();
  setRuntime(accounts.runtime);
  const ours = await accounts.anOrganization(`${marker} Institute`);
  const people = new Map<BuiltInRoleKey, TestPerson>();
  for (const role of builtInRoleKeys) people.set(role, await accounts.aUser(ours, role));
  const owner = people.get('owner')!;
  const things = await makeThings(accounts, ours, { owner, member: people.get('manager')!, words: ourWords });
  const theirs = await accounts.anOrganization('Elsewhere');
  const strangerPerson = await accounts.aUser(theirs, 'owner');
  const ownerCtx = await accounts.as(owner);
  const withVerb = new Map<Verb, AbuseCaller>();
  const withoutVerb = new Map<Verb, AbuseCaller>();
  for (const verb of verbs) {
    withVerb.set(verb, await tokenCaller(ownerCtx, `token with ${verb}`, [verb]));
    const others = verbs.filter((other) => other !== verb);
    withoutVerb.set(verb, await tokenCaller(ownerCtx, `token without ${verb}`, others));
  }
  const callers = new Map<BuiltInRoleKey, AbuseCaller>();
  for (const [role, { email }] of people) callers.set(role, await sessionCaller(accounts, role, email));
  return {
    accounts,
    things,
    nobody: { name: 'nobody', headers: new Headers() },
    administrator: await administratorOf(accounts, ours),
    roles: Object.fromEntries(callers) as Record<BuiltInRoleKey, AbuseCaller>,
    stranger: await sessionCaller(accounts, 'stranger', strangerPerson.email),
    tokenWith: (verb) => withVerb.get(verb)!,
    tokenWithout: (verb) => withoutVerb.get(verb)!,
  };
}

async function administratorOf(accounts: TestAccounts, organization: Organization): Promise<AbuseCaller> {
  const { administratorEmail: email, runtime } = accounts;
  const { id } = await runtime.db.prisma.user.findUniqueOrThrow({ where: { email } });
  const ctx = accounts.system(organization);
  const role = (await listRoles(ctx)).find(({ key }) => key === 'inspector')!;
  const membership = { userId: id, roleId: role.id, studyId: null, orgUnitPath: null, organizationId: organization.id };
  await runtime.db.prisma.membership.create({ data: { id: newId(), ...membership } });
  return sessionCaller(accounts, 'administrator', email);
}

/** Somebody who is signed in. */
export async function sessionCaller({ runtime }: TestAccounts, name: string, email: string): Promise<AbuseCaller> {
  const headers = await headersOfSession(runtime, await signInAs({ runtime }, { email }));
  headers.set('x-cairn-request', '1');
  return { name, headers };
}

async function tokenCaller(ctx: Context, name: string, scopes: Verb[]): Promise<AbuseCaller> {
  const { token } = await createToken(ctx, { name, scopes, studyId: null, lifeDays: 1 });
  return { name, headers: headersOfToken(token) };
}

interface Cast {
  readonly owner: TestPerson;
  readonly member: TestPerson;
  readonly words: Words;
}

/** What things are called: two organizations may call theirs alike. */
interface Words {
  /** Begins the name of everything. */
  readonly name: string;
  /** In everything that devices sent. */
  readonly content: string;
  readonly studyKey: string;
}

/** One thing of every kind in an organization. */
export async function makeThings(
  accounts: TestAccounts,
  organization: Organization,
  { owner, member, words }: Cast,
): Promise<Things> {
  const ctx = accounts.system(organization);
  const wanted = { key: words.studyKey, name: `${words.name} study`, description: '', isDefaultIntake: false };
  const study = await createStudy(ctx, wanted, accounts.runtime.config);
  const group = await createGroup(ctx, { study: study.key, name: `${words.name} group` });
  const names = { study: study.key, identifier: `${words.name}-1`, name: `${words.name} one` };
  const source = await createSource(ctx, { ...names, kind: 'phone', groupId: group.id });
  const configuration = await createConfiguration(ctx, {
    studyId: study.id,
    name: `${words.name} configuration`,
    idPattern: '.*',
    contextPattern: '.*',
    body: { of: words.content },
    evaluateOrder: 1,
    isEnabled: true,
  });
  const role = await createRole(ctx, { name: `${words.name} role`, verbs: ['sources.read'] });
  const analystRole = (await listRoles(ctx)).find(({ key }) => key === 'analyst')!;
  const placement = { studyId: study.id, orgUnitPath: null };
  const membership = await giveMembership(ctx, { userId: member.userId, roleId: analystRole.id, ...placement });
  const token = await createToken(await accounts.as(owner), {
    name: `${words.name} token`,
    scopes: ['sources.read'],
    studyId: null,
    lifeDays: 1,
  });
  const person = (await listPeople(ctx)).find(({ email }) => email === member.email)!;
  return {
    organizationId: organization.id,
    studyId: study.id,
    studyKey: study.key,
    sourceId: source.id,
    groupId: group.id,
    configurationId: configuration.id,
    roleId: role.id,
    analystRoleId: analystRole.id,
    userId: person.id,
    lockableId: (await accounts.aUser(organization, 'collector')).userId,
    membershipId: membership.id,
    tokenId: token.summary.id,
    taskId: await makeFailedTask(ctx, study.id, words),
    importId: await makeCheckedImport(accounts, ctx, words),
    ...(await receiveThings(
      accounts,
      { organizationId: organization.id, studyId: study.id, studyKey: study.key },
      words,
    )),
    issueId: await makeIssue(ctx, source.id, words.name),
    sensitiveFieldId: await makeSensitiveField(ctx, study.key, words.name),
    alerts: await makeAlertThings(accounts.runtime, ctx, { studyId: study.id, words }),
    registry: await makeRegistryThings(accounts.runtime.db, organization.id, words.name),
    noId: newId(),
  };
}

async function makeFailedTask(ctx: Context, studyId: StudyId, words: Words): Promise<string> {
  const kind = defineTaskKind({ kind: 'tests.nothing', inputSchema: z.object({}), run: () => Promise.resolve() });
  const id = await startTask(ctx, { kind, title: `${words.name} task`, studyId, input: {} });
  const { organizationId } = ctx;
  await ctx.db.prisma.task.update({ where: { organizationId_id: { organizationId, id } }, data: { state: 'failed' } });
  return id;
}

async function makeCheckedImport(accounts: TestAccounts, ctx: Context, words: Words): Promise<string> {
  const content = Readable.from([
    Buffer.from(`name;note\n${words.name} school;${words.content}\n${words.name} school;`),
  ]);
  const file = { fileName: `${words.name}.csv`, content, announcedBytes: null, maxBytes: 1000 };
  const { id } = await receiveImport(ctx, file);
  await startImportCheck(ctx, {
    importId: id,
    settings: { pyramid: `${words.name} places`, mapping: { name: 'name' } },
  });
  await runTasks(accounts.runtime);
  return id;
}

const pointAtS = 1_760_000_000;

type Received = Pick<Things, 'typeId' | 'pointAtUs' | 'pointHash' | 'fileId' | 'quarantinedId' | 'refusedId'>;

/** A bundle with a point, a photo, and something that cannot be understood; and an upload that was refused. */
async function receiveThings({ runtime }: TestAccounts, tenant: Tenant, words: Words): Promise<Received> {
  const file = `${words.name}-photo`;
  const good = aPoint({
    source: `${words.name}-1`,
    timestamp: pointAtS,
    members: { of: words.content, 'photo@': file },
  });
  await addBundle({ runtime }, tenant, [good, { of: words.content }], { files: [file] });
  await processUntilEmpty(runtime);
  const { organizationId } = tenant;
  const { prisma } = runtime.db;
  const point = await prisma.dataPoint.findFirstOrThrow({ where: { organizationId } });
  const quarantined = await prisma.quarantinedPoint.findFirstOrThrow({ where: { organizationId } });
  const { id: fileId } = await prisma.bundleFile.findFirstOrThrow({ where: { organizationId } });
  return {
    typeId: String(point.typeId),
    pointAtUs: String(pointAtS * 1e6),
    pointHash: point.contentHash,
    fileId,
    quarantinedId: quarantined.id,
    refusedId: await refuseUpload(runtime, tenant, words),
  };
}

async function refuseUpload(runtime: TestAccounts['runtime'], tenant: Tenant, words: Words): Promise<string> {
  const { organizationId } = tenant;
  const studyId = tenant.studyId;
  const actor = { kind: 'device', studyId, label: 'tests' } as const;
  const ctx = runtime.context({ organizationId: tenant.organizationId, actor, requestId: newId() });
  const queue = new BundleQueue(runtime);
  const upload: Upload = {
    studyId,
    door: 'form',
    body: { kind: 'memory', bytes: Buffer.from(`<html>${words.content}`) },
    form: 'text',
    compression: 'none',
    isEncrypted: false,
    nonce: null,
    claimedSource: `${words.name}-1`,
    files: [],
    mayRefuse: true,
    sender: { remoteAddress: '192.0.2.7', userAgent: words.content },
  };
  await receiveBundle(ctx, { upload, queue });
  await queue.close();
  const { id } = await runtime.db.prisma.bundle.findFirstOrThrow({ where: { organizationId, state: 'refused' } });
  return id;
}
