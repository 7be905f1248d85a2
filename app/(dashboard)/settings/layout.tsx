import type { ReactNode } from 'react';
import { SettingsNav } from '#components/accounts/settings/settings-nav.tsx';
import { getPageContext } from '../../_server/page-context.ts';
import { visibleParts } from '../../_server/settings-access.ts';

export default async function SettingsLayout({ children }: { readonly children: ReactNode }) {
  const { actor } = await getPageContext();
  return (
    <>
      <SettingsNav parts={visibleParts(actor)} />
      {children}
    </>
  );
}
