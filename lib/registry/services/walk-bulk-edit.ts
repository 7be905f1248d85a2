import type { Context } from '#lib/platform/context.ts';
import { selectChosenPage, selectTakenCodes, type ChosenUnits } from '../data/bulk-edit.sql.ts';
import { registryScope } from '../data/scope.ts';
import { planBulkEdit, type BulkChange, type BulkOutcome, type BulkPlan } from '../domain/bulk-edit.ts';
import { againWhenTaken } from './again-when-taken.ts';

/** Units of one page: few enough to hold for a moment, enough to be quick. */
const pageUnits = 500;

export interface BulkWalk {
  readonly units: ChosenUnits;
  readonly change: BulkChange;
  readonly rivalGroupIds: ReadonlySet<string>;
}

export interface BulkStep {
  readonly plan: BulkPlan;
  readonly lookedAt: number;
}

/**
 * Plans a bulk edit page by page. `apply` writes each plan in the transaction in which its units were read; without it
 * nothing is changed or locked.
 */
export async function* walkBulkEdit(
  ctx: Context,
  { units, change, rivalGroupIds }: BulkWalk,
  apply?: (plan: BulkPlan) => Promise<void>,
): AsyncGenerator<BulkStep> {
  const scope = registryScope(ctx);
  const given = new Set<string>();
  let after: string | null = null;
  for (;;) {
    const step = async () => {
      const page = await selectChosenPage(scope, units, { after, limit: pageUnits, isLocked: apply !== undefined });
      const codes =
        change.status === 'VALID' ? page.filter(({ status }) => status !== 'VALID').map(({ code }) => code) : [];
      const takenCodes = new Set([...given, ...(await selectTakenCodes(scope, units.versionId, codes))]);
      const plan = planBulkEdit(page, { change, rivalGroupIds, takenCodes });
      await apply?.(plan);
      return { page, plan, takenCodes };
    };
    const { page, plan, takenCodes } = await (apply ? againWhenTaken(() => ctx.db.transaction(step)) : step());
    for (const code of takenCodes) given.add(code);
    const last = page.at(-1);
    if (!last) return;
    after = last.id;
    yield { plan, lookedAt: page.length };
  }
}

/** What a bulk edit came to so far. */
export const nothingYet: BulkOutcome = {
  changed: 0,
  unchanged: 0,
  skipped: { not_yours: 0, code_repeated: 0, one_group_only: 0 },
};

/** An outcome and one step more. */
export function addStep({ changed, unchanged, skipped }: BulkOutcome, { plan }: BulkStep): BulkOutcome {
  const all = { ...skipped };
  for (const { reason } of plan.skipped) all[reason] += 1;
  return { changed: changed + plan.edits.length, unchanged: unchanged + plan.unchanged, skipped: all };
}
