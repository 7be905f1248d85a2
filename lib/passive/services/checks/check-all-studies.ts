import { newId } from '#lib/platform/ids.ts';
import type { Runtime } from '#lib/platform/runtime.ts';
import { selectCheckedStudies } from '../../data/checks/rules.sql.ts';
import { checkStudy } from './check-study.ts';

/** Runs the status checks of every study of every organization; one study's trouble stops no other's. By the clock. */
export async function checkAllStudies(runtime: Pick<Runtime, 'db' | 'context' | 'config' | 'log'>): Promise<number> {
  const studies = await selectCheckedStudies(runtime.db);
  for (const { organizationId, studyId } of studies) {
    const actor = { kind: 'system', label: 'status checks' } as const;
    const ctx = runtime.context({ organizationId, actor, requestId: newId() });
    try {
      await checkStudy(ctx, { studyId, publicUrl: runtime.config.publicUrl, locale: runtime.config.locale });
    } catch (error) {
      runtime.log.error({ err: error, studyId }, 'the status checks of a study failed');
    }
  }
  return studies.length;
}
