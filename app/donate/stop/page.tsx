import type { Metadata } from 'next';
import { StopPage } from '#components/donations/participant/stop-page.tsx';
import { getTranslator } from '../../_server/translator.ts';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslator('donations'))('stop.title'), referrer: 'no-referrer' };
}

/** The way out of reminders, without sign-in. */
export default function StopRemindersPage() {
  return <StopPage />;
}
