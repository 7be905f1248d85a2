import type { Metadata } from 'next';
import { StudyView } from '#components/accounts/studies/study-view.tsx';
import { viewStudy } from '#lib/accounts/domain/study.ts';
import { getStudyByKey } from '#lib/accounts/index.ts';
import { hasVerb } from '#lib/platform/auth/require-verb.ts';
import { getRuntime } from '#lib/platform/runtime.ts';
import { listGroups } from '#lib/sources/index.ts';
import { orNotFound } from '../../../../_server/or-not-found.ts';
import { getSettingsContext } from '../../../../_server/settings-access.ts';
import { SettingsRefused } from '../../../../_server/settings-refused.tsx';

interface StudyPageProps {
  readonly params: Promise<{ readonly key: string }>;
}

export async function generateMetadata({ params }: StudyPageProps): Promise<Metadata> {
  return { title: (await params).key };
}

export default async function StudyPage({ params }: StudyPageProps) {
  const ctx = await getSettingsContext('studies');
  if (ctx === null) return <SettingsRefused part="studies" />;
  const { key } = await params;
  const study = await orNotFound(getStudyByKey(ctx, decodeURIComponent(key)));
  const { config } = await getRuntime();
  const canSeeGroups = hasVerb(ctx.actor, 'sources.read', { studyId: study.id });
  const groups = canSeeGroups ? await listGroups(ctx, { study: study.key }) : [];
  const { actor } = ctx;
  return (
    <StudyView
      study={viewStudy(config.publicUrl, study)}
      groups={groups.map(({ id, name }) => ({ id, name }))}
      canManage={hasVerb(actor, 'studies.manage', { studyId: study.id })}
      isAdministrator={actor.kind === 'user' && actor.isAdministrator}
    />
  );
}
