import { Problem } from '#lib/platform/problems/problem.ts';
import { findPyramidNamed, insertPyramid, insertVersion, lockVersion, selectVersions } from '../data/pyramids.sql.ts';
import type { RegistryScope } from '../data/scope.ts';

/** Where an import goes: a version that is there, or one that is to be made, in a pyramid that may have to be made too. */
export interface ImportPlace {
  readonly pyramid: string;
  readonly pyramidId: string | null;
  readonly versionId: string | null;
  readonly number: number;
  /** Of the version, if it is to be made. */
  readonly description: string;
}

/**
 * Finds the place and keeps others from changing its version until the transaction ends. `version` null: the next one.
 * Errors: `not_found` (a version that is neither there nor next).
 */
export async function findImportPlace(
  scope: RegistryScope,
  { pyramid, version, description }: Pick<ImportPlace, 'pyramid' | 'description'> & { readonly version: number | null },
): Promise<ImportPlace> {
  const found = await findPyramidNamed(scope, pyramid);
  const versions = found ? await selectVersions(scope, found.id) : [];
  const next = (versions.at(-1)?.number ?? -1) + 1;
  const wanted = versions.find(({ number }) => number === version);
  if (version !== null && !wanted && version !== next) {
    throw new Problem('not_found', {
      detail: `The pyramid "${pyramid}" has no version ${String(version)}; the next one would be ${String(next)}.`,
    });
  }
  if (wanted) await lockVersion(scope, wanted.id);
  const number = version ?? next;
  return { pyramid, pyramidId: found?.id ?? null, versionId: wanted?.id ?? null, number, description };
}

/** A place that is there. */
export interface MadePlace {
  readonly pyramidId: string;
  readonly versionId: string;
}

/** Makes what of the place is not there yet. */
export async function makeImportPlace(scope: RegistryScope, place: ImportPlace): Promise<MadePlace> {
  const pyramidId = place.pyramidId ?? (await insertPyramid(scope, place.pyramid)).id;
  const { number, description } = place;
  const versionId = place.versionId ?? (await insertVersion(scope, { pyramidId, number, description })).id;
  return { pyramidId, versionId };
}
