import type { Metadata } from 'next';
import { OrganizationView } from '#components/accounts/settings/organization-view.tsx';
import { getOrganization, listStudies } from '#lib/accounts/index.ts';
import { hasVerb } from '#lib/platform/auth/require-verb.ts';
import { getPageContext } from '../../../_server/page-context.ts';
import { getTranslator } from '../../../_server/translator.ts';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslator('accounts'))('settings.organization') };
}

export default async function OrganizationPage() {
  const ctx = await getPageContext();
  const { actor } = ctx;
  const canManage = hasVerb(actor, 'organization.manage');
  return (
    <OrganizationView
      organization={await getOrganization(ctx)}
      canRename={canManage}
      studyCount={canManage ? (await listStudies(ctx)).length : null}
      canCreate={actor.kind === 'user' && actor.isAdministrator}
    />
  );
}
