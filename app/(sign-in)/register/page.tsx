import type { Metadata } from 'next';
import { RegisterForm } from '#components/accounts/entry/register-form.tsx';
import { getTranslator } from '../../_server/translator.ts';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslator('accounts'))('register.title') };
}

export default function RegisterPage() {
  return <RegisterForm />;
}
