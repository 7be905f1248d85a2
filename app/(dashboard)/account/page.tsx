import type { Metadata } from 'next';
import { AccountView } from '#components/accounts/account/account-view.tsx';
import { getAccount, listSessions } from '#lib/accounts/index.ts';
import { getRuntime } from '#lib/platform/runtime.ts';
import { getPageContext, getViewer } from '../../_server/page-context.ts';
import { getTranslator } from '../../_server/translator.ts';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslator('accounts'))('account.title') };
}

export default async function AccountPage() {
  await getPageContext();
  const [{ user, sessionId }, runtime] = await Promise.all([getViewer(), getRuntime()]);
  const account = await getAccount(runtime, user.id);
  const sessions = await listSessions(runtime, user.id);
  return (
    <AccountView
      account={account}
      sessions={sessions.map((session) => ({ ...session, isCurrent: session.id === sessionId }))}
    />
  );
}
