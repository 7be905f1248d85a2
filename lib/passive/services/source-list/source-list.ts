import { requireVerb } from '#lib/platform/auth/require-verb.ts';
import type { Context } from '#lib/platform/context.ts';
import { Problem } from '#lib/platform/problems/problem.ts';
import { applySourceList, listGroups, listNamedSourcesOfStudy } from '#lib/sources/index.ts';
import type { Study } from '#lib/accounts/index.ts';
import { listCandidates, listConfigurationRows } from '../../data/configurations.sql.ts';
import { chooseConfiguration } from '../../domain/configuration-choice.ts';
import {
  maxSourceListBytes,
  planSourceList,
  writeSourceList,
  type SourceListReport,
} from '../../domain/source-list.ts';
import { createSearch } from '../search-pattern.ts';

type ListedStudy = Pick<Study, 'id' | 'key'>;

/** Sources for which patterns are searched with one budget of time. */
const sourcesPerSearch = 50;

/**
 * The sources of a study as a tab-separated list: identifier, name, group, the configuration each gets, and whether that
 * is assigned directly (passive-data-kit.md, 5.7). Errors: `permission_missing`.
 */
export async function writeStudySources(ctx: Context, { id: studyId }: ListedStudy): Promise<string> {
  const sources = (await listNamedSourcesOfStudy(ctx, studyId)).filter(({ isArchived }) => !isArchived);
  const names = new Map((await listConfigurationRows(ctx, [studyId])).map(({ id, name }) => [id, name]));
  const candidates = await listCandidates(ctx, { studyId, identifier: '' });
  const byPattern = candidates.map((candidate) => ({ ...candidate, isAssigned: false }));
  let search = newSearch(ctx);
  const lines = sources.map(({ identifier, name, groupName, configurationId }, place) => {
    if (place % sourcesPerSearch === 0) search = newSearch(ctx);
    const chosen = configurationId ?? chooseConfiguration(byPattern, { identifier, context: 'default' }, search)?.id;
    const configuration = chosen === undefined ? '' : (names.get(chosen) ?? '');
    return { identifier, name, group: groupName ?? '', configuration, isAssigned: configurationId !== null };
  });
  return writeSourceList(lines);
}

function newSearch(ctx: Context) {
  return createSearch((pattern) => {
    ctx.log.warn({ pattern }, 'a pattern of a device configuration takes too long and was skipped');
  });
}

export interface ReadSourceListInput {
  readonly study: ListedStudy;
  readonly text: string;
  /** Tells what would change, and changes nothing. */
  readonly isDryRun: boolean;
}

/**
 * Brings sources, groups and direct assignments in line with a list: all of it, or nothing when any line is wrong.
 * Errors: `permission_missing`, `file_unreadable`, `file_over_limits`.
 */
export async function readStudySources(ctx: Context, input: ReadSourceListInput): Promise<SourceListReport> {
  const { study, text, isDryRun } = input;
  const { id: studyId } = study;
  requireVerb(ctx, 'sources.manage', { studyId });
  if (Buffer.byteLength(text) > maxSourceListBytes) throw new Problem('file_over_limits');
  return ctx.db.transaction(async () => {
    const { report, changes } = planSourceList({
      text,
      sources: await listNamedSourcesOfStudy(ctx, studyId),
      groups: (await listGroups(ctx, { study: study.key })).map(({ name }) => name),
      configurations: await listConfigurationRows(ctx, [studyId]),
    });
    if (report.reassigned > 0 || changes.some(({ configurationId }) => configurationId !== null)) {
      requireVerb(ctx, 'passive.configure', { studyId });
    }
    if (isDryRun || report.errors.length > 0) return report;
    await applySourceList(ctx, { studyId, changes });
    return { ...report, isApplied: true };
  });
}
