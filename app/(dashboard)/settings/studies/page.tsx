import type { Metadata } from 'next';
import { StudiesView } from '#components/accounts/studies/studies-view.tsx';
import { viewStudy } from '#lib/accounts/domain/study.ts';
import { listStudies } from '#lib/accounts/index.ts';
import { hasVerb } from '#lib/platform/auth/require-verb.ts';
import { getRuntime } from '#lib/platform/runtime.ts';
import { getSettingsContext } from '../../../_server/settings-access.ts';
import { SettingsRefused } from '../../../_server/settings-refused.tsx';
import { getTranslator } from '../../../_server/translator.ts';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslator('accounts'))('settings.studies') };
}

export default async function StudiesPage() {
  const ctx = await getSettingsContext('studies');
  if (ctx === null) return <SettingsRefused part="studies" />;
  const { config } = await getRuntime();
  const studies = await listStudies(ctx, { withArchived: true });
  return (
    <StudiesView
      studies={studies.map((study) => viewStudy(config.publicUrl, study))}
      canCreate={hasVerb(ctx.actor, 'studies.manage')}
    />
  );
}
