import type { Metadata } from 'next';
import { RolesView } from '#components/accounts/roles/roles-view.tsx';
import { listRoles } from '#lib/accounts/index.ts';
import { hasVerb } from '#lib/platform/auth/require-verb.ts';
import { getPageContext } from '../../../_server/page-context.ts';
import { getTranslator } from '../../../_server/translator.ts';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslator('accounts'))('settings.roles') };
}

export default async function RolesPage() {
  const ctx = await getPageContext();
  return <RolesView roles={await listRoles(ctx)} canManage={hasVerb(ctx.actor, 'roles.manage')} />;
}
