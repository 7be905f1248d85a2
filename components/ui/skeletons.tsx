'use client';

import { Card, Group, SimpleGrid, Skeleton, Stack, VisuallyHidden } from '@mantine/core';
import { useTranslations } from 'use-intl/react';
import type { ReactNode } from 'react';

/** Announces that something loads; its children have the size of what comes, so that nothing jumps. */
function Loading({ children }: { readonly children: ReactNode }) {
  const t = useTranslations('shell');
  return (
    <div role="status" aria-busy="true">
      <VisuallyHidden>{t('ui.loading')}</VisuallyHidden>
      {children}
    </div>
  );
}

/** The size of a {@link PageHeader}. */
function HeaderSkeleton() {
  return (
    <Stack gap={8} mb="lg">
      <Skeleton height={32} width="min(16rem, 60%)" />
      <Skeleton height={18} width="min(28rem, 90%)" />
    </Stack>
  );
}

function Rows({ rows }: { readonly rows: number }) {
  return (
    <Card p={0}>
      <Skeleton height={41} radius={0} />
      {Array.from({ length: rows }, (_, index) => (
        <Group key={index} h={45} px="md" gap="lg" wrap="nowrap">
          <Skeleton height={12} width="28%" />
          <Skeleton height={12} width="18%" />
          <Skeleton height={12} width="34%" visibleFrom="sm" />
          <Skeleton height={12} width="10%" visibleFrom="sm" />
        </Group>
      ))}
    </Card>
  );
}

/** A list of rows under a page header. */
export function TablePageSkeleton({ rows = 12 }: { readonly rows?: number }) {
  return (
    <Loading>
      <HeaderSkeleton />
      <Skeleton height={36} mb="sm" width="min(32rem, 100%)" />
      <Rows rows={rows} />
    </Loading>
  );
}

/** Only the rows of a list. */
export function TableSkeleton({ rows = 8 }: { readonly rows?: number }) {
  return (
    <Loading>
      <Rows rows={rows} />
    </Loading>
  );
}

/** Number cards and two panels under a page header. */
export function DashboardSkeleton() {
  return (
    <Loading>
      <HeaderSkeleton />
      <SimpleGrid cols={{ base: 2, md: 4 }} mb="md">
        {[0, 1, 2, 3].map((card) => (
          <Skeleton key={card} height={96} radius="md" />
        ))}
      </SimpleGrid>
      <Skeleton height={240} radius="md" mb="md" />
      <Skeleton height={320} radius="md" />
    </Loading>
  );
}

/** A chart or map of the given height. */
export function PanelSkeleton({ heightPx = 240 }: { readonly heightPx?: number }) {
  return (
    <Loading>
      <Skeleton height={heightPx} radius="md" />
    </Loading>
  );
}
