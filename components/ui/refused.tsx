'use client';

import { IconLock } from '@tabler/icons-react';
import { EmptyState } from './empty-state.tsx';
import { PageHeader } from './page-header.tsx';

interface RefusedProps {
  /** What the page is called. */
  readonly page: string;
  readonly title: string;
  /** Which permission it needs, and who can grant it. */
  readonly description: string;
}

/** A page that the role of a person does not open. */
export function Refused({ page, title, description }: RefusedProps) {
  return (
    <>
      <PageHeader title={page} />
      <EmptyState icon={<IconLock size={24} stroke={1.5} />} title={title} description={description} />
    </>
  );
}
