import type { Metadata } from 'next';
import { VerifyEmailForm } from '#components/accounts/entry/verify-email-form.tsx';
import { getTranslator } from '../../_server/translator.ts';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslator('accounts'))('verify.title'), referrer: 'no-referrer' };
}

export default function VerifyEmailPage() {
  return <VerifyEmailForm />;
}
