import { answerJson } from '#lib/platform/http/answer-json.ts';
import { z } from 'zod';
import type { Context } from '#lib/platform/context.ts';
import { parseInput } from '#lib/platform/http/parse-input.ts';
import { createUnit, describeUnits, idsOfClients, resolveStudy, resolveVersion } from '#lib/registry/index.ts';
import { WrongUnit, type UnitFlaw } from './answers.ts';
import type { IasoCall } from './exchange.ts';
import { studyNamed } from './place-searches.ts';
import { readText } from './read-params.ts';
import { writtenUnitSchema } from './read-unit.ts';
import { asShaped } from './unit-shapes.ts';
import { changesOf, flawed } from './write-unit.ts';

/** Units that a phone sends at once, at the most. */
const mostUnits = 5_000;

const reference = z
  .union([z.string().max(255), z.int()])
  .transform(String)
  .nullable();
const instant = z
  .union([
    z.number(),
    z
      .string()
      .regex(/^\d+(\.\d+)?$/)
      .transform(Number),
  ])
  .nullable();

/** A unit as phones send it; versions of the app in the field write some members in two ways. */
const sentUnitSchema = writtenUnitSchema.omit({ parent_id: true, org_unit_type_id: true }).extend({
  /** The phone's own name for it. */
  id: z.string().trim().min(1).max(255),
  parentId: reference.optional(),
  parent_id: reference.optional(),
  orgUnitTypeId: z.coerce.number().int().nullish(),
  org_unit_type_id: z.coerce.number().int().nullish(),
  /** Unix seconds. */
  created_at: instant.optional(),
});
type SentUnit = z.infer<typeof sentUnitSchema>;

/**
 * `POST /api/orgunits/?app_id=` and `/api/mobile/orgunits/`: units that a phone has made. They are NEW, in the version of
 * the study; those that are there already are skipped, so a list may be sent again. Each stands by itself: what is right
 * is kept, and what is wrong is told with the phone's name for the unit. Answers with the new ones.
 */
export async function importOrgUnits({ ctx, params, readBody }: IasoCall): Promise<Response> {
  const sent = parseInput(z.array(sentUnitSchema).max(mostUnits), await readBody());
  const app = readText(params, 'app_id');
  const { id: versionId } =
    app === undefined ? await resolveVersion(ctx, {}) : (await resolveStudy(ctx, await studyNamed(ctx, app))).version;
  const units = parentsFirst(sent.toSorted((a, b) => (a.created_at ?? 0) - (b.created_at ?? 0)));
  const known = new Map(await idsOfClients(ctx, versionId, [...names(units)]));
  const made: string[] = [];
  const flaws: UnitFlaw[] = [];
  for (const unit of units) {
    if (known.has(unit.id)) continue;
    try {
      const { id } = await importUnit(ctx, unit, { versionId, known });
      known.set(unit.id, id);
      made.push(id);
    } catch (error) {
      if (!(error instanceof WrongUnit)) throw error;
      flaws.push(...error.errors.map((flaw) => ({ ...flaw, errorKey: `${unit.id}.${flaw.errorKey}` })));
    }
  }
  if (flaws.length > 0) throw new WrongUnit(flaws);
  const described = await describeUnits(ctx, { ids: made }, { withShapes: true });
  return answerJson(described.map((unit) => asShaped(unit)));
}

/** The same units, each behind the one of the list that it names as its parent; those in a circle stay as they are. */
function parentsFirst(units: readonly SentUnit[]): readonly SentUnit[] {
  const byName = new Map(units.map((unit) => [unit.id, unit]));
  const placed = new Set<SentUnit>();
  for (const unit of units) {
    const line = [unit];
    for (let above = byName.get(parentOf(unit) ?? ''); above; above = byName.get(parentOf(above) ?? '')) {
      if (placed.has(above) || line.includes(above)) break;
      line.push(above);
    }
    for (const one of line.reverse()) placed.add(one);
  }
  return [...placed];
}

/** The names by which phones know the units of a list, and those by which these name their parents. */
function names(units: readonly SentUnit[]): Set<string> {
  return new Set(units.flatMap((unit) => [unit.id, parentOf(unit) ?? unit.id]));
}

async function importUnit(
  ctx: Context,
  unit: SentUnit,
  { versionId, known }: { readonly versionId: string; readonly known: ReadonlyMap<string, string> },
) {
  const { id: clientUuid, created_at: createdAt, orgUnitTypeId, ...written } = unit;
  const parent = parentOf(unit);
  const isNumber = parent !== null && /^\d{1,15}$/.test(parent);
  const ofPhone = parent === null || isNumber ? undefined : known.get(parent);
  if (parent !== null && !isNumber && ofPhone === undefined) {
    throw new WrongUnit([{ errorKey: 'parent_id', errorMessage: `There is no unit ${parent}` }]);
  }
  const { status: _status, ...changes } = await changesOf(ctx, {
    ...written,
    org_unit_type_id: orgUnitTypeId ?? unit.org_unit_type_id ?? null,
    parent_id: isNumber ? Number(parent) : null,
  });
  return flawed(() =>
    createUnit(ctx, {
      ...changes,
      ...(ofPhone === undefined ? {} : { parentId: ofPhone }),
      ...{ versionId, clientUuid, origin: 'mobile' },
      ...(createdAt ? { sourceCreatedAt: new Date(createdAt * 1000) } : {}),
    }),
  );
}

function parentOf({ parentId, parent_id: parent }: SentUnit): string | null {
  return parentId || parent || null;
}
