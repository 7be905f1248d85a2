import { getStudy, getStudyKeys } from '#lib/accounts/index.ts';
import { readAliases } from '#lib/sources/index.ts';
import type { Context } from '#lib/platform/context.ts';
import { createBoxOpener } from '#lib/platform/crypto/box-opener.ts';
import { newId, type OrganizationId, type StudyId } from '#lib/platform/ids.ts';
import type { TaskContext } from '#lib/platform/tasks/index.ts';
import type { Runtime } from '#lib/platform/runtime.ts';
import { renameWithPlugins } from './ask-plugins.ts';
import type { OpenBox } from '../domain/open-payload.ts';
import type { SensitiveFilter } from '../domain/sensitive/sensitive-filter.ts';
import { createRenaming, type SourceRenaming } from '../domain/rename-source.ts';
import { readSensitiveFilter } from './sensitive/make-filter.ts';

/** What a study says of the sources that its data names, and of what is kept. */
export interface PlacementRules {
  readonly renaming: SourceRenaming;
  /** Group of sources on first sight. */
  readonly defaultGroupId: string | null;
  /** What it does not keep of points; null: it keeps all. */
  readonly sensitive: SensitiveFilter | null;
  /** What becomes of bundles is noted step by step. */
  readonly tracesBundles: boolean;
}

/** What processing needs of a study's settings. */
export interface StudySettings extends PlacementRules {
  /** Null: the study has no keys. */
  readonly openBox: OpenBox | null;
}

/** Reads the placement rules of a study, whoever asks. */
export async function readPlacementRules(ctx: Context, studyId: StudyId): Promise<PlacementRules> {
  const study = await getStudy({ ...ctx, actor: { kind: 'system', label: 'processing' } }, studyId);
  const place = { organizationId: ctx.organizationId, studyId };
  const rules = createRenaming(study.renameRules, await readAliases(ctx, studyId));
  const renaming = renameWithPlugins(rules, place, ctx.plugins.hooks);
  const sensitive = await readSensitiveFilter(ctx, studyId);
  return { renaming, defaultGroupId: study.defaultGroupId, sensitive, tracesBundles: study.tracesBundles };
}

/** What a study says of its data at this moment, for work that a person waits for. */
export async function readStudySettings(
  ctx: Context & Pick<TaskContext, 'secret'>,
  studyId: StudyId,
): Promise<StudySettings> {
  const keys = await getStudyKeys(
    { db: ctx.db, config: { secret: ctx.secret } },
    { organizationId: ctx.organizationId, studyId },
  );
  return { ...(await readPlacementRules(ctx, studyId)), openBox: keys ? await createBoxOpener(keys) : null };
}

/** Takes off a point's text what a study does not keep; null: it keeps all. */
export function redactorOf({ sensitive }: PlacementRules): ((text: Buffer) => Buffer) | null {
  return sensitive && ((text) => sensitive.redactPoint(text));
}

/** How long settings are believed, ms. */
const lifeMs = 3000;

/** Remembers the settings of studies for a few seconds. */
export class StudySettingsCache {
  private readonly runtime: Pick<Runtime, 'db' | 'config' | 'context'>;
  private readonly known = new Map<StudyId, { readonly settings: StudySettings; readonly until: number }>();

  constructor(runtime: Pick<Runtime, 'db' | 'config' | 'context'>) {
    this.runtime = runtime;
  }

  async get(place: { readonly organizationId: OrganizationId; readonly studyId: StudyId }): Promise<StudySettings> {
    const known = this.known.get(place.studyId);
    if (known && known.until > performance.now()) return known.settings;
    if (this.known.size > 1000) this.known.clear();
    const settings = await this.load(place);
    this.known.set(place.studyId, { settings, until: performance.now() + lifeMs });
    return settings;
  }

  /** Forgets everything: the next bundle sees a study as it is now. */
  clear(): void {
    this.known.clear();
  }

  private async load(place: {
    readonly organizationId: OrganizationId;
    readonly studyId: StudyId;
  }): Promise<StudySettings> {
    const actor = { kind: 'system', label: 'processing' } as const;
    const ctx = this.runtime.context({ organizationId: place.organizationId, actor, requestId: newId() });
    const keys = await getStudyKeys(this.runtime, place);
    return { ...(await readPlacementRules(ctx, place.studyId)), openBox: keys ? await createBoxOpener(keys) : null };
  }
}
