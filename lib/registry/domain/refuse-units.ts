import { columnIn, reportRow, type RefusalCode, type ReportRow } from './import-report.ts';
import { maxTreeLevels } from './org-unit.ts';
import { depthsOf, findCircles, type CircleVerdict } from './order-by-parent.ts';
import type { ExistingUnit, PlannedUnit } from './planned-unit.ts';
import { findUnkeepable } from './refuse-texts.ts';

interface Version {
  readonly existing: readonly ExistingUnit[];
  /** References of groups that the file or the version has. */
  readonly groupRefs: ReadonlySet<string>;
}

/** Why units cannot be taken, and which. */
interface Refused {
  readonly refused: ReadonlySet<string>;
  readonly rows: readonly ReportRow[];
}

/**
 * Judges units by each other and by the version: texts too long to keep, unknown parents and groups, circles, trees too
 * deep, codes that are taken. What would stand under a refused new unit is refused with it.
 */
export function refuseUnits(planned: readonly PlannedUnit[], { existing, groupRefs }: Version): Refused {
  const rows: ReportRow[] = [];
  const refused = new Set<string>();
  const refuse = ({ id, unit }: PlannedUnit, column: string, [code, detail]: readonly [RefusalCode, string]) => {
    rows.push(reportRow({ line: unit.line, column: columnIn(unit.layer, column) }, code, detail));
    refused.add(id);
  };
  for (const one of planned) {
    if (one.isOrphan) refuse(one, 'parent_ref', ['parent_unknown', one.unit.parentRef ?? '']);
    for (const { column, code, detail } of findUnkeepable(one)) refuse(one, column, [code, detail]);
    for (const ref of one.unit.groupRefs ?? []) {
      if (!groupRefs.has(ref)) refuse(one, 'group_refs', ['group_unknown', ref]);
    }
    if (closesBeforeOpening(one)) {
      const { openingDate, closedDate } = one.facts;
      refuse(one, dateColumn(one), ['closed_before_opened', `${openingDate ?? ''}, ${closedDate ?? ''}`]);
    }
  }
  for (const [one, other] of repeatedUnits(planned)) {
    refuse(one, one.unit.sourceRef === null ? 'name' : 'ref', ['unit_repeated', lineOf(other)]);
  }
  const circles = circlesAmong(planned, existing);
  for (const one of planned) {
    const verdict = circles.get(one.id);
    if (verdict) refuse(one, 'parent_ref', [circleCodes[verdict], one.unit.parentRef ?? '']);
  }
  for (const one of tooDeep(planned, { existing, circles })) refuse(one, 'parent_ref', ['tree_too_deep', '']);
  for (const one of repeatedCodes(planned, { existing, refused }))
    refuse(one, 'code', ['code_repeated', one.facts.code]);
  for (const one of lostWithParent(planned, refused))
    refuse(one, 'parent_ref', ['parent_refused', one.unit.parentRef ?? '']);
  return { refused, rows };
}

const circleCodes: Readonly<Record<CircleVerdict, RefusalCode>> = {
  'in circle': 'parent_in_circle',
  'under circle': 'parent_refused',
};

function circlesAmong(
  planned: readonly PlannedUnit[],
  existing: readonly ExistingUnit[],
): ReadonlyMap<string, CircleVerdict> {
  const parentNow = new Map(existing.map(({ id, parentId }) => [id, parentId]));
  const parentIds = new Map(planned.map(({ id, facts }) => [id, facts.parentId]));
  return findCircles(parentIds, (id) => parentNow.get(id) ?? null);
}

/** Units that would make the tree too deep: themselves, or as the one that moves with what is too deep under it. */
function tooDeep(
  planned: readonly PlannedUnit[],
  { existing, circles }: Pick<Version, 'existing'> & { readonly circles: ReadonlyMap<string, CircleVerdict> },
): PlannedUnit[] {
  const byId = new Map(planned.map((one) => [one.id, one]));
  const parents = new Map<string, string | null>(existing.map(({ id, parentId }) => [id, parentId]));
  // What is refused for a circle stays where it stands now, which is a tree.
  for (const { id, facts } of planned) if (!circles.has(id)) parents.set(id, facts.parentId);
  const parentOf = (id: string) => parents.get(id) ?? null;
  const blamed = new Set<PlannedUnit>();
  for (const [id, depth] of depthsOf(parents.keys(), parentOf)) {
    if (depth <= maxTreeLevels) continue;
    for (let at: string | null = id; at !== null; at = parentOf(at)) {
      const one = byId.get(at);
      if (!one || circles.has(at) || (one.before !== null && !one.changed.includes('parentId'))) continue;
      blamed.add(one);
      break;
    }
  }
  return [...blamed];
}

/** A file that tells one of the two days has to fit the other one, which the version knows. */
function closesBeforeOpening({ facts: { openingDate, closedDate } }: PlannedUnit): boolean {
  return openingDate !== null && closedDate !== null && closedDate < openingDate;
}

function dateColumn({ unit }: PlannedUnit): string {
  return unit.closedDate === undefined ? 'opening_date' : 'closed_date';
}

/** Rows that are the same unit of the version, each with another of them: which is meant cannot be told. */
function repeatedUnits(planned: readonly PlannedUnit[]): (readonly [PlannedUnit, PlannedUnit])[] {
  const known = planned.filter(({ before }) => before !== null);
  return [...Map.groupBy(known, ({ id }) => id).values()].flatMap(([first, second, ...more]) =>
    first && second ? [[first, second] as const, ...[second, ...more].map((one) => [one, first] as const)] : [],
  );
}

function lineOf({ unit: { line, layer } }: PlannedUnit): string {
  return layer === undefined ? `line ${String(line)}` : `${layer} ${String(line)}`;
}

/** Units whose code another valid unit of the version has; a unit that is refused keeps the code that it has. */
function repeatedCodes(
  planned: readonly PlannedUnit[],
  { existing, refused }: Pick<Version, 'existing'> & Pick<Refused, 'refused'>,
): PlannedUnit[] {
  const touched = new Set(planned.map(({ id }) => id).filter((id) => !refused.has(id)));
  const owners = new Map<string, string>();
  for (const { id, code, status } of existing) {
    if (status === 'VALID' && code !== '' && !touched.has(id)) owners.set(code, id);
  }
  return planned.filter(({ id, facts: { code, status } }) => {
    if (refused.has(id)) return false;
    if (status !== 'VALID' || code === '') return false;
    const owner = owners.get(code) ?? id;
    owners.set(code, owner);
    return owner !== id;
  });
}

/** Units that would stand under a new unit that is refused, however far below. */
function lostWithParent(planned: readonly PlannedUnit[], refused: ReadonlySet<string>): PlannedUnit[] {
  const children = Map.groupBy(planned, ({ facts }) => facts.parentId);
  const lost = new Map<string, PlannedUnit>();
  const gone = planned.filter(({ id, before }) => before === null && refused.has(id)).map(({ id }) => id);
  for (let id = gone.pop(); id !== undefined; id = gone.pop()) {
    for (const child of children.get(id) ?? []) {
      if (refused.has(child.id) || lost.has(child.id)) continue;
      lost.set(child.id, child);
      if (child.before === null) gone.push(child.id);
    }
  }
  return [...lost.values()];
}
