import type { Metadata } from 'next';
import { NotFoundState } from '#components/shell/not-found-state.tsx';

export const metadata: Metadata = { title: '404' };

export default function NotFound() {
  return <NotFoundState />;
}
