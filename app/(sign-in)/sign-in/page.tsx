import type { Metadata } from 'next';
import { headers } from 'next/headers';
import { redirect } from 'next/navigation';
import { SignInForm } from '#components/accounts/entry/sign-in-form.tsx';
import { resolveActor } from '#lib/accounts/index.ts';
import { getRuntime } from '#lib/platform/runtime.ts';
import { getTranslator } from '../../_server/translator.ts';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslator('accounts'))('signIn.title') };
}

interface SignInPageProps {
  readonly searchParams: Promise<{ readonly error?: string; readonly next?: string }>;
}

export default async function SignInPage({ searchParams }: SignInPageProps) {
  const runtime = await getRuntime();
  const next = ownPath((await searchParams).next);
  const caller = await resolveActor(runtime, { headers: new Headers(await headers()) });
  if (caller.kind === 'session') redirect(next);
  const { error } = await searchParams;
  const { oidc, isRegistrationOpen } = runtime.config;
  return (
    <SignInForm
      next={next}
      error={error ?? null}
      hasOidc={oidc !== null}
      hasMail={runtime.mail.canSend}
      isOpen={isRegistrationOpen}
    />
  );
}

/** Only a path of our own: an address from outside would make the sign-in page a signpost for strangers. */
function ownPath(path: string | undefined): string {
  return path !== undefined && /^\/(?![/\\])/.test(path) ? path : '/';
}
