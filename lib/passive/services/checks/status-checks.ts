import type { Context } from '#lib/platform/context.ts';
import { selectRules, type AlertRuleRow } from '../../data/checks/rules.sql.ts';
import { builtInChecks } from '../../domain/checks/built-in-checks.ts';
import type { AlertRule } from '../../domain/checks/rule.ts';
import type { StatusCheck } from '../../domain/checks/status-check.ts';
import { checkOfRules } from './check-of-rules.ts';
import { checksOfPlugins } from './checks-of-plugins.ts';

const plugIns = new Map<string, StatusCheck>();

/**
 * Adds a check of a plug-in; every process that runs or shows checks must do so at start. A check of the same id takes
 * the place of the former. Throws `TypeError` for the id of a built-in.
 */
export function registerStatusCheck(check: StatusCheck): void {
  if (builtInChecks.some(({ id }) => id === check.id)) throw new TypeError(`${check.id} is a built-in check`);
  plugIns.set(check.id, check);
}

/** Checks that every study has: the built-in ones, those of the installation's plug-ins, and those that were registered. */
export function commonChecks(ctx: Pick<Context, 'plugins' | 'organizationId'>): readonly StatusCheck[] {
  const builtIn = builtInChecks.map(({ id, label, isOnByDefault, definitions }) =>
    checkOfRules({ id, label, isOnByDefault }, definitions),
  );
  return [...builtIn, ...checksOfPlugins(ctx), ...plugIns.values()];
}

/** The id under which a rule's alerts are kept. */
export function checkIdOfRule(ruleId: string): string {
  return `rule:${ruleId}`;
}

/** A check as a study has it, ready to run. */
export interface StudyCheck {
  readonly check: StatusCheck;
  /** Its row; null for a common check that nobody has decided about. */
  readonly ruleId: string | null;
}

/** The checks that are on in a study. */
export async function listEnabledChecks(ctx: Context, studyId: string): Promise<StudyCheck[]> {
  const rows = await selectRules(ctx, studyId);
  const decided = new Map(rows.flatMap((row) => (row.builtIn === null ? [] : [[row.builtIn, row] as const])));
  const common = commonChecks(ctx).flatMap((check): StudyCheck[] => {
    const row = decided.get(check.id);
    return (row?.isEnabled ?? check.isOnByDefault) ? [{ check, ruleId: row?.id ?? null }] : [];
  });
  const own = rows.flatMap((row): StudyCheck[] => {
    if (row.builtIn !== null || !row.isEnabled) return [];
    const label = { id: checkIdOfRule(row.id), label: row.name, isOnByDefault: true };
    return [{ check: checkOfRules(label, row.definition === null ? [] : [row.definition]), ruleId: row.id }];
  });
  return [...common, ...own];
}

/** A row of a study's own as a page shows it. */
export function toAlertRule(row: AlertRuleRow): AlertRule {
  return {
    checkId: checkIdOfRule(row.id),
    id: row.id,
    studyId: row.studyId,
    name: row.name,
    isBuiltIn: false,
    isEnabled: row.isEnabled,
    definitions: row.definition === null ? [] : [row.definition],
    lastError: row.lastError,
    updatedAt: row.updatedAt,
  };
}

/** All checks of a study, on or off: the common ones first, then its own by name. */
export async function readStudyRules(ctx: Context, studyId: string): Promise<AlertRule[]> {
  const rows = await selectRules(ctx, studyId);
  const common = commonChecks(ctx).map((check): AlertRule => {
    const row = rows.find(({ builtIn }) => builtIn === check.id);
    return {
      checkId: check.id,
      id: row?.id ?? null,
      studyId,
      name: check.label,
      isBuiltIn: true,
      isEnabled: row?.isEnabled ?? check.isOnByDefault,
      definitions: [...(builtInChecks.find(({ id }) => id === check.id)?.definitions ?? [])],
      lastError: row?.lastError ?? null,
      updatedAt: row?.updatedAt ?? null,
    };
  });
  return [...common, ...rows.filter(({ builtIn }) => builtIn === null).map(toAlertRule)];
}
