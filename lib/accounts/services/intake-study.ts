import type { OrganizationId, StudyId } from '#lib/platform/ids.ts';
import type { Runtime } from '#lib/platform/runtime.ts';
import { findIntakeRow } from '../data/studies.ts';
import { ShortCaches } from '#lib/platform/cache/short-cache.ts';

/** What the doors for devices need to know of a study. */
export interface IntakeStudy {
  readonly organizationId: OrganizationId;
  readonly studyId: StudyId;
  readonly key: string;
  /** Kill switch: answer as if stored, and store nothing. */
  readonly discardsUploads: boolean;
  /** True when encrypted bundles of its devices can be opened. */
  readonly opensEncrypted: boolean;
}

/** What the kill switch of a study may take to reach every process, ms. */
const believedMs = 3000;
const caches = new ShortCaches<IntakeStudy | null>(believedMs);

/**
 * Where uploads under `/studies/<key>/data/…` go; a null key means `/data/…`. Null: there is no such study, or it is
 * archived. Answers from memory for a few seconds, so that it costs the intake path nothing.
 */
export function intakeStudy(runtime: Pick<Runtime, 'db'>, key: string | null): Promise<IntakeStudy | null> {
  return caches.of(runtime.db).get(key ?? '', async () => {
    const study = await findIntakeRow(runtime.db, key);
    if (!study) return null;
    return {
      organizationId: study.organizationId,
      studyId: study.id,
      key: study.key,
      discardsUploads: study.discardsUploads,
      opensEncrypted: study.clientPublicKey !== null && study.serverPublicKey !== null,
    };
  });
}

/** Forgets what this process remembers, after a change of a study; other processes follow within seconds. */
export function forgetIntakeStudies(db: Runtime['db']): void {
  caches.of(db).clear();
}
