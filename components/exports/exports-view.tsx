'use client';

import { Stack } from '@mantine/core';
import { useCallback, useRef } from 'react';
import { useTranslations } from 'use-intl/react';
import type { z } from 'zod';
import { PageHeader } from '#components/ui/page-header.tsx';
import type { exportPageSchema, OrderForm } from './export-data.ts';
import { ExportHistory } from './export-history.tsx';
import { ExportsTabs } from './exports-tabs.tsx';
import { OrderCard, type StudyChoice } from './order-card.tsx';
import { ScheduleList } from './schedules/schedule-list.tsx';
import { useOrderForm } from './use-order-form.ts';

interface ExportsViewProps {
  /** Key of the study the page is about; null: all. */
  readonly study: string | null;
  readonly studies: readonly StudyChoice[];
  readonly initial: z.infer<typeof exportPageSchema>;
  /** The viewer decides where exports are delivered. */
  readonly canManageDestinations: boolean;
}

/** Get data out: order an export, watch it being made, take it. */
export function ExportsView({ study, studies, initial, canManageDestinations }: ExportsViewProps) {
  const t = useTranslations('exports');
  const only = studies.length === 1 ? studies[0]?.key : undefined;
  const state = useOrderForm(study ?? only ?? '');
  const top = useRef<HTMLDivElement>(null);
  const { load } = state;
  const repeat = useCallback(
    (order: OrderForm) => {
      load(order);
      top.current?.scrollIntoView({ behavior: 'smooth', block: 'start' });
    },
    [load],
  );
  return (
    <>
      <PageHeader title={t('title')} description={t('description')} />
      <ExportsTabs canManage={canManageDestinations} />
      <Stack gap="xl" ref={top}>
        <OrderCard state={state} studies={studies} />
        <ScheduleList study={study} />
        <ExportHistory study={study} initial={initial} onRepeat={repeat} />
      </Stack>
    </>
  );
}
