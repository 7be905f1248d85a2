'use client';

import { useRouter } from 'next/navigation';
import { useTranslations } from 'use-intl/react';
import { useConfirm } from '#components/ui/confirm.tsx';
import type { BackupPlace } from '#lib/exports/domain/backup.ts';
import { startBackupWork, type BackupWork } from './backup-queries.ts';

/** Asks before work with the backups at a destination, says what it does, and goes to the Task that does it. */
export function useBackupWork({
  destinationId,
  name,
  states,
}: BackupPlace): (work: BackupWork, state?: string) => void {
  const t = useTranslations('backups');
  const confirm = useConfirm();
  const router = useRouter();
  return (work, state) => {
    confirm({
      title: t(`work.${work}.title`, { name }),
      message: t(`work.${work}.message`, { count: states.length }),
      action: t(`work.${work}.action`),
      isDestructive: work === 'drop-older',
      onConfirm: async () => {
        const wish = { destinationId, work, ...(state === undefined ? {} : { state }) };
        router.push(`/tasks/${await startBackupWork(wish)}`);
      },
    });
  };
}
