import type { Metadata } from 'next';
import { ForgotPasswordForm } from '#components/accounts/entry/forgot-password-form.tsx';
import { getTranslator } from '../../_server/translator.ts';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslator('accounts'))('forgot.title') };
}

export default function ForgotPasswordPage() {
  return <ForgotPasswordForm />;
}
