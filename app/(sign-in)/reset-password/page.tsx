import type { Metadata } from 'next';
import { ResetPasswordForm } from '#components/accounts/entry/reset-password-form.tsx';
import { getTranslator } from '../../_server/translator.ts';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslator('accounts'))('reset.title'), referrer: 'no-referrer' };
}

export default function ResetPasswordPage() {
  return <ResetPasswordForm />;
}
