'use client';

import { notifications } from '@mantine/notifications';
import { useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'use-intl/react';
import { useConfirm } from '#components/ui/confirm.tsx';
import type { ImportData } from './import-data.ts';
import { startUndo } from './import-queries.ts';

/** Asks, in numbers, whether an import is to be taken back, and starts it. */
export function useUndo(): (of: ImportData) => void {
  const t = useTranslations('imports');
  const confirm = useConfirm();
  const queries = useQueryClient();
  return (of) => {
    const { created = 0, updated = 0 } = of.report ?? {};
    confirm({
      title: t('undo.title', { name: of.fileName }),
      message: t('undo.message', { created, updated }),
      action: t('undo.action'),
      isDestructive: true,
      onConfirm: async () => {
        await startUndo(of.id);
        notifications.show({ message: t('undo.started'), color: 'cairn' });
        await Promise.all(['imports', 'tasks'].map((key) => queries.invalidateQueries({ queryKey: [key] })));
      },
    });
  };
}
