import type { Metadata } from 'next';
import { PeopleView } from '#components/accounts/people/people-view.tsx';
import { listPeople, listRoles, listStudies } from '#lib/accounts/index.ts';
import { getViewer } from '../../../_server/page-context.ts';
import { getSettingsContext, holdsSomewhere } from '../../../_server/settings-access.ts';
import { SettingsRefused } from '../../../_server/settings-refused.tsx';
import { getTranslator } from '../../../_server/translator.ts';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslator('accounts'))('settings.people') };
}

export default async function PeoplePage() {
  const ctx = await getSettingsContext('people');
  if (ctx === null) return <SettingsRefused part="people" />;
  const people = await listPeople(ctx);
  const roles = await listRoles(ctx);
  const studies = await listStudies(ctx);
  return (
    <PeopleView
      people={people}
      roles={roles.map(({ id, key, name, isBuiltIn }) => ({ id, key, name, isBuiltIn }))}
      studies={studies.map(({ id, name }) => ({ id, name }))}
      canManage={holdsSomewhere(ctx.actor, 'users.manage')}
      viewerId={(await getViewer()).user.id}
    />
  );
}
