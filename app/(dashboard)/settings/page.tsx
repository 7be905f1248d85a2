import { redirect } from 'next/navigation';
import { getPageContext } from '../../_server/page-context.ts';
import { visibleParts } from '../../_server/settings-access.ts';

export default async function SettingsPage() {
  const { actor } = await getPageContext();
  redirect(`/settings/${visibleParts(actor)[0] ?? 'organization'}`);
}
