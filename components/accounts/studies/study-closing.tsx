'use client';

import { Button, Group } from '@mantine/core';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'use-intl/react';
import { apiPost } from '#components/ui/api-client.ts';
import { useConfirm } from '#components/ui/confirm.tsx';
import type { StudyView } from '#lib/accounts/domain/study.ts';
import { Failure } from '../failure.tsx';
import { SectionCard } from '../section-card.tsx';
import { useAct } from '../use-act.ts';

/** Archives a study, and opens an archived one again. */
export function StudyClosing({ study }: { readonly study: StudyView }) {
  const t = useTranslations('accounts');
  const router = useRouter();
  const confirm = useConfirm();
  const act = useAct();
  const restore = async () => {
    if (await act.run(() => apiPost(`studies/${study.id}/restore`, {}))) router.refresh();
  };
  const archive = () => {
    confirm({
      title: t('closing.archive'),
      message: t('closing.message', { name: study.name }),
      action: t('closing.archive'),
      isDestructive: true,
      typeToConfirm: study.key,
      onConfirm: async () => {
        await apiPost(`studies/${study.id}/archive`, {});
        router.refresh();
      },
    });
  };
  const isOpen = study.archivedAt === null;
  return (
    <SectionCard title={t('closing.title')} description={isOpen ? t('closing.description') : t('closing.archived')}>
      <Failure act={act} />
      <Group>
        {isOpen ? (
          <Button variant="outline" color="red" onClick={archive}>
            {t('closing.archive')}
          </Button>
        ) : (
          <Button loading={act.isRunning} onClick={() => void restore()}>
            {t('closing.restore')}
          </Button>
        )}
      </Group>
    </SectionCard>
  );
}
