import type { Metadata } from 'next';
import { RegisterForm } from '#components/accounts/entry/register-form.tsx';
import { getRuntime } from '#lib/platform/runtime.ts';
import { getTranslator } from '../../_server/translator.ts';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslator('accounts'))('register.title') };
}

export default async function RegisterPage() {
  const { config } = await getRuntime();
  return <RegisterForm isOpen={config.isRegistrationOpen} />;
}
