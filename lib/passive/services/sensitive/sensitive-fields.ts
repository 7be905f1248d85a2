import { z } from 'zod';
import { getStudyByKey, type Study } from '#lib/accounts/index.ts';
import { writeAudit } from '#lib/platform/audit/write-audit.ts';
import { requireVerb } from '#lib/platform/auth/require-verb.ts';
import type { Context } from '#lib/platform/context.ts';
import { newId } from '#lib/platform/ids.ts';
import { Problem } from '#lib/platform/problems/problem.ts';
import {
  deleteSensitiveField,
  findSensitiveField,
  insertSensitiveField,
  selectSensitiveFields,
} from '../../data/sensitive/sensitive-fields.sql.ts';
import {
  everyType,
  maxSensitiveFields,
  sensitiveFieldDraftSchema,
  type SensitiveField,
  type SensitiveFieldDraft,
  type SensitivePreview,
} from '../../domain/sensitive/sensitive-field.ts';
import { listVariables } from '../list-variables.ts';
import { isSlowPattern } from '../search-pattern.ts';
import { fitsWhole } from './make-filter.ts';

/** What a study does not keep of its points, by type. Errors: `not_found`, `permission_missing`. */
export async function listSensitiveFields(ctx: Context, study: string): Promise<SensitiveField[]> {
  const { id } = await requireConfigured(ctx, study);
  return selectSensitiveFields(ctx, id);
}

/**
 * Adds a rule: from now on (within seconds, in every worker) members whose path fits are taken off before points are
 * stored, and left out of exports. Points that are stored keep them; so do bundles and the quarantine, until they are
 * cleared. Errors: `not_found`, `permission_missing`, `already_exists`, `input_invalid` (a slow pattern, too many rules).
 */
export async function addSensitiveField(ctx: Context, draft: SensitiveFieldDraft): Promise<SensitiveField> {
  const { id: studyId } = await requireConfigured(ctx, draft.study);
  const { type, pattern, note } = draft;
  if (isSlowPattern(pattern)) throw invalid('This pattern takes too long for some texts. Write it simpler.');
  const id = newId();
  return ctx.db.transaction(async () => {
    if ((await selectSensitiveFields(ctx, studyId)).length >= maxSensitiveFields) {
      throw invalid(`A study has at most ${String(maxSensitiveFields)} rules; one pattern can name several members.`);
    }
    const field = { id, studyId, type, pattern, note, createdBy: ctx.actor.label };
    if (!(await insertSensitiveField(ctx, { ...field, at: ctx.now() }))) {
      const detail = 'The study has this rule already.';
      throw new Problem('already_exists', { detail, fields: { pattern: detail } });
    }
    await audit(ctx, 'sensitive-field.add', field);
    return { ...field, createdAt: ctx.now() };
  });
}

/** Removes a rule: what comes from now on is kept whole. Errors: `not_found`, `permission_missing`. */
export async function removeSensitiveField(ctx: Context, id: string): Promise<void> {
  await ctx.db.transaction(async () => {
    const field = await findSensitiveField(ctx, id);
    if (!field) throw new Problem('not_found');
    requireVisible(ctx, field.studyId);
    await deleteSensitiveField(ctx, id);
    await audit(ctx, 'sensitive-field.remove', field);
  });
}

export const previewSensitiveSchema = sensitiveFieldDraftSchema.omit({ note: true });

/** Most variables that a preview names. */
const maxPreviewed = 200;

/** The variables of the study's codebook that a rule would take off. Errors: `not_found`, `permission_missing`. */
export async function previewSensitive(
  ctx: Context,
  { study, type, pattern }: z.infer<typeof previewSensitiveSchema>,
): Promise<SensitivePreview> {
  const { id } = await requireConfigured(ctx, study);
  if (isSlowPattern(pattern)) return { variables: [], isSlow: true };
  const variables = await listVariables(ctx, {
    studyIds: [id],
    ...(type === everyType ? {} : { typeIdentifier: type }),
  });
  const fitting = variables.filter(({ path }) => fitsWhole(pattern, path)).slice(0, maxPreviewed);
  return { variables: fitting.map((variable) => ({ type: variable.type, path: variable.path })), isSlow: false };
}

async function requireConfigured(ctx: Context, key: string): Promise<Study> {
  const study = await getStudyByKey(ctx, key);
  requireVerb(ctx, 'passive.configure', { studyId: study.id });
  return study;
}

/** A rule of a study where the actor may not configure is none. */
function requireVisible(ctx: Context, studyId: string): void {
  try {
    requireVerb(ctx, 'passive.configure', { studyId });
  } catch (error) {
    throw new Problem('not_found', { cause: error });
  }
}

async function audit(ctx: Context, action: string, field: Omit<SensitiveField, 'createdAt'>): Promise<void> {
  const { id, studyId, type, pattern, note } = field;
  const entry = { action, subjectType: 'sensitive_field', subjectId: id, studyId };
  await writeAudit(ctx, { ...entry, detail: { type, pattern, note } });
}

function invalid(detail: string): Problem {
  return new Problem('input_invalid', { detail, fields: { pattern: detail } });
}
