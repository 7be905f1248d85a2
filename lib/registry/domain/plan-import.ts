import { isMadeUpRef } from './existing-index.ts';
import type { ReportRow } from './import-report.ts';
import type { ImportedUnit } from './imported-unit.ts';
import { matchUnits, type MatchedUnit } from './match-units.ts';
import { orderByParent } from './order-by-parent.ts';
import type { UnitStatus } from './org-unit.ts';
import type { ExistingUnit, NormalizedShape, PlannedUnit, UnitFacts } from './planned-unit.ts';
import { refuseUnits } from './refuse-units.ts';

/** What an import would do to a version. */
export interface ImportPlan {
  /** Every parent before its children. */
  readonly created: readonly PlannedUnit[];
  readonly updated: readonly PlannedUnit[];
  readonly unchanged: readonly PlannedUnit[];
  readonly leaves: number;
  readonly rows: readonly ReportRow[];
}

interface PlanInput {
  readonly units: readonly ImportedUnit[];
  readonly existing: readonly ExistingUnit[];
  /** References of groups that the file or the version has. */
  readonly groupRefs: ReadonlySet<string>;
  /** Of shapes in the file by key: the normalized shape's hash, or the point. */
  readonly shapes: ReadonlyMap<string, NormalizedShape>;
  readonly defaultStatus: UnitStatus;
}

/**
 * Compares what a file tells with what a version has: new, changed, the same, refused. A unit is known again by its
 * reference, or by name, type and parent when it has none. Nothing is removed by an import (spec iaso-georegistry 4.2).
 */
export function planImport({ units, existing, groupRefs, shapes, defaultStatus }: PlanInput): ImportPlan {
  const matched = matchUnits(units, existing);
  const compared = matched.map((unit) => compareUnit(unit, shapes.get(unit.unit.key), defaultStatus));
  const { refused, rows } = refuseUnits(compared, { existing, groupRefs });
  const planned = compared.filter(({ id }) => !refused.has(id));
  const created = planned.filter(({ before }) => before === null);
  const updated = planned.filter(({ before, changed }) => before !== null && changed.length > 0);
  return {
    created: orderByParent(created),
    updated,
    unchanged: planned.filter(({ before, changed }) => before !== null && changed.length === 0),
    leaves: planned.filter(({ unit }) => unit.isLeaf).length,
    rows,
  };
}

function compareUnit(
  { unit, id, before, parentId }: MatchedUnit,
  shape: NormalizedShape | undefined,
  defaultStatus: UnitStatus,
): PlannedUnit {
  const facts: UnitFacts = {
    parentId: parentId ?? null,
    type: unit.type,
    name: unit.name,
    sourceRef: refOf(unit, before),
    code: unit.code ?? before?.code ?? '',
    status: unit.status ?? before?.status ?? defaultStatus,
    aliases: unit.aliases ?? before?.aliases ?? [],
    location: unit.location ?? shape?.location ?? before?.location ?? null,
    accuracyM: unit.accuracyM ?? before?.accuracyM ?? null,
    geomHash: shape?.geomHash ?? before?.geomHash ?? null,
    openingDate: unit.openingDate === undefined ? (before?.openingDate ?? null) : unit.openingDate,
    closedDate: unit.closedDate === undefined ? (before?.closedDate ?? null) : unit.closedDate,
    groupRefs: [...(unit.groupRefs ?? before?.groupRefs ?? [])].sort(),
    extraFields: mergeExtraFields(before?.extraFields, unit.extraFields),
  };
  const isOrphan = parentId === undefined;
  return { id, unit, before, facts, shape, isOrphan, changed: before === null ? [] : changedMembers(before, facts) };
}

/** Fields of the file over those of the version; one that is empty in the file is cleared, as a code or a day is. */
function mergeExtraFields(
  before: UnitFacts['extraFields'] = {},
  given: UnitFacts['extraFields'] = {},
): UnitFacts['extraFields'] {
  const cleared = new Set(Object.keys(given).filter((name) => given[name] === ''));
  return Object.fromEntries(Object.entries({ ...before, ...given }).filter(([name]) => !cleared.has(name)));
}

/** A made-up reference that finds a unit again is not kept as if it were its own. */
function refOf({ sourceRef }: ImportedUnit, before: ExistingUnit | null): string | null {
  if (before !== null && (sourceRef === null || isMadeUpRef(sourceRef))) return before.sourceRef;
  return sourceRef;
}

function changedMembers(before: ExistingUnit, facts: UnitFacts): (keyof UnitFacts)[] {
  const members = Object.keys(facts) as (keyof UnitFacts)[];
  return members.filter((member) => JSON.stringify(before[member]) !== JSON.stringify(facts[member]));
}
