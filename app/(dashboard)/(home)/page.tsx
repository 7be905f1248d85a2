import type { Metadata } from 'next';
import { HomeView } from '#components/home/home-view.tsx';
import { studiesWithVerb } from '#lib/platform/auth/require-verb.ts';
import { getPageContext, getViewer } from '../../_server/page-context.ts';
import { orNotFound } from '../../_server/or-not-found.ts';
import { readHome } from '../../_server/read-home.ts';
import { getTranslator } from '../../_server/translator.ts';

interface HomePageProps {
  readonly searchParams: Promise<{ readonly study?: string }>;
}

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslator('shell');
  return { title: t('places.home') };
}

export default async function HomePage({ searchParams }: HomePageProps) {
  const ctx = await getPageContext();
  const [{ study }, viewer] = await Promise.all([searchParams, getViewer()]);
  const home = await orNotFound(readHome(ctx, study ?? null));
  const canSeeHealth = studiesWithVerb(ctx.actor, 'health.read')?.length !== 0;
  const { hooks } = ctx.plugins;
  return (
    <HomeView
      initial={home}
      viewerName={viewer.user.name}
      canSeeHealth={canSeeHealth}
      pluginActions={hooks.all('homeActions', (plugin) => plugin.homeActions?.())}
      pluginNotices={hooks.all('homeNotice', (plugin) => plugin.homeNotice?.()?.split('\n', 1))}
    />
  );
}
