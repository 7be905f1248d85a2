import type { Metadata } from 'next';
import { ParticipantPage } from '#components/donations/participant/participant-page.tsx';
import { getTranslator } from '../_server/translator.ts';

interface PageProps {
  readonly searchParams: Promise<{ readonly study?: string }>;
}

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslator('donations'))('page.title'), referrer: 'no-referrer' };
}

/** Without sign-in: the token of the link, which only the browser sees, is what lets in. */
export default async function DonatePage({ searchParams }: PageProps) {
  return <ParticipantPage study={(await searchParams).study ?? null} />;
}
