import { z } from 'zod';
import type { Context } from '#lib/platform/context.ts';
import type { Database } from '#lib/platform/db/database.ts';
import type { Study as StudyRow } from '#lib/platform/db/generated/client.ts';
import type { OrganizationId, StudyId } from '#lib/platform/ids.ts';
import { renameRuleSchema, type Study } from '../domain/study.ts';

/** A study of the context's organization, archived ones included; null when there is none. */
export async function findStudyRow(ctx: Context, studyId: string): Promise<Study | null> {
  const row = await ctx.db.prisma.study.findUnique({
    where: { organizationId_id: { organizationId: ctx.organizationId, id: studyId } },
  });
  return row && toStudy(row);
}

/** The same by its key. */
export async function findStudyRowByKey(ctx: Context, key: string): Promise<Study | null> {
  const row = await ctx.db.prisma.study.findFirst({ where: { organizationId: ctx.organizationId, key } });
  return row && toStudy(row);
}

export interface StudyFilter {
  /** Null: every study. */
  readonly ids: readonly string[] | null;
  readonly withArchived: boolean;
}

/** Studies by name. There are tens of them in an organization, so they come at once. */
export async function listStudyRows(ctx: Context, filter: StudyFilter): Promise<Study[]> {
  const rows = await ctx.db.prisma.study.findMany({
    where: {
      organizationId: ctx.organizationId,
      ...(filter.ids === null ? {} : { id: { in: [...filter.ids] } }),
      ...(filter.withArchived ? {} : { archivedAt: null }),
    },
    orderBy: [{ name: 'asc' }, { id: 'asc' }],
  });
  return rows.map(toStudy);
}

export interface NewStudy {
  readonly id: StudyId;
  readonly key: string;
  readonly name: string;
  readonly description: string;
  readonly isDefaultIntake: boolean;
  readonly serverKeySealed: string;
  readonly serverPublicKey: string;
}

export async function insertStudy(ctx: Context, study: NewStudy): Promise<Study> {
  const row = await ctx.db.prisma.study.create({
    data: { ...study, organizationId: ctx.organizationId, createdAt: ctx.now() },
  });
  return toStudy(row);
}

/** What can be changed of a study; undefined leaves it as it is. */
export type StudyChange = Partial<
  Pick<
    Study,
    | 'name'
    | 'description'
    | 'isDefaultIntake'
    | 'discardsUploads'
    | 'clientPublicKey'
    | 'serverPublicKey'
    | 'defaultGroupId'
    | 'bundleRetentionDays'
    | 'hasLegacyReports'
    | 'tracesBundles'
    | 'archivedAt'
  >
> & { readonly renameRules?: Study['renameRules']; readonly serverKeySealed?: string };

export async function patchStudy(ctx: Context, studyId: string, change: StudyChange): Promise<Study> {
  const { renameRules, ...columns } = change;
  const row = await ctx.db.prisma.study.update({
    where: { organizationId_id: { organizationId: ctx.organizationId, id: studyId } },
    data: { ...columns, ...(renameRules ? { renameRules: renameRules.map((rule) => ({ ...rule })) } : {}) },
  });
  return toStudy(row);
}

/** True when the group belongs to the study. */
export async function studyHasGroup(ctx: Context, studyId: string, groupId: string): Promise<boolean> {
  const count = await ctx.db.prisma.study.count({
    where: { organizationId: ctx.organizationId, id: studyId, groups: { some: { id: groupId } } },
  });
  return count > 0;
}

/** Neither the study nor its organization is archived. */
const open = { archivedAt: null, organization: { archivedAt: null } } as const;

/** The study behind `/data/…`, of whatever organization: there is one for the whole installation. */
export async function findDefaultStudyRow(db: Database): Promise<Study | null> {
  const row = await db.prisma.study.findFirst({ where: { isDefaultIntake: true, ...open } });
  return row && toStudy(row);
}

/** Takes `/data/…` away from the study that has it; for the one that gets it in the same transaction. */
export async function clearDefaultStudy(db: Database): Promise<void> {
  await db.prisma.study.updateMany({ where: { isDefaultIntake: true }, data: { isDefaultIntake: false } });
}

/** Where uploads under a key go, before there is an organization to scope by. Null key: the default study. */
export async function findIntakeRow(db: Database, key: string | null): Promise<Study | null> {
  if (key === null) return findDefaultStudyRow(db);
  const row = await db.prisma.study.findFirst({ where: { key, ...open } });
  return row && toStudy(row);
}

/** Keys of a study's encryption; the private one is sealed. */
export interface StoredStudyKeys {
  readonly serverKeySealed: string | null;
  readonly serverPublicKey: string | null;
  readonly clientPublicKey: string | null;
}

export function findStudyKeysRow(
  db: Database,
  place: { readonly organizationId: string; readonly studyId: string },
): Promise<StoredStudyKeys | null> {
  return db.prisma.study.findUnique({
    where: { organizationId_id: { organizationId: place.organizationId, id: place.studyId } },
    select: { serverKeySealed: true, serverPublicKey: true, clientPublicKey: true },
  });
}

function toStudy(row: StudyRow): Study {
  const { id, organizationId, serverKeySealed: _sealed, renameRules, ...rest } = row;
  return {
    ...rest,
    id: id as StudyId,
    organizationId: organizationId as OrganizationId,
    renameRules: z.array(renameRuleSchema).parse(renameRules),
  };
}
