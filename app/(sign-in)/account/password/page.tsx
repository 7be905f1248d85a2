import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { ForcedPasswordForm } from '#components/accounts/entry/forced-password-form.tsx';
import { getViewer } from '../../../_server/page-context.ts';
import { getTranslator } from '../../../_server/translator.ts';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslator('accounts'))('forced.title') };
}

export default async function ForcedPasswordPage() {
  const { user } = await getViewer();
  if (!user.mustChangePassword) redirect('/account');
  return <ForcedPasswordForm />;
}
