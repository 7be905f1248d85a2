'use client';

import { Button } from '@mantine/core';
import { IconFileZip } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useLocale, useTimeZone, useTranslations } from 'use-intl/react';
import { z } from 'zod';
import { useStudyHref } from '#components/shell/use-study-href.ts';
import { apiPost } from '#components/ui/api-client.ts';
import { showFailure } from '../use-bulk-act.tsx';

const orderedSchema = z.object({ taskId: z.string() });

/** Orders the person's own report, in the viewer's language and zone, and goes to the task that makes it. */
export function PersonalReportButton({ sourceId }: { readonly sourceId: string }) {
  const t = useTranslations('personalReport');
  const locale = useLocale();
  const timeZone = useTimeZone();
  const router = useRouter();
  const href = useStudyHref();
  const order = useMutation({
    mutationFn: () => apiPost(`sources/${sourceId}/personal-report`, { locale, timeZone }, orderedSchema),
    onSuccess: ({ taskId }) => {
      router.push(href(`/tasks/${taskId}`));
    },
    onError: showFailure,
  });
  return (
    <Button
      variant="default"
      leftSection={<IconFileZip size={16} />}
      loading={order.isPending}
      onClick={() => {
        order.mutate();
      }}
    >
      {t('order')}
    </Button>
  );
}
