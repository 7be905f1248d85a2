import type { Metadata } from 'next';
import { NotFoundState } from '#components/shell/not-found-state.tsx';
import { getTranslator } from '../_server/translator.ts';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslator('shell'))('notFound.title') };
}

export default function NotFound() {
  return <NotFoundState />;
}
