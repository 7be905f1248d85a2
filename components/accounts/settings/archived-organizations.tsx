'use client';

import { Button, Group, Stack, Text } from '@mantine/core';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'use-intl/react';
import { apiPost } from '#components/ui/api-client.ts';
import { Moment } from '#components/ui/relative-time.tsx';
import type { Organization } from '#lib/accounts/domain/organization.ts';
import { Failure } from '../failure.tsx';
import { SectionCard } from '../section-card.tsx';
import { useAct } from '../use-act.ts';

/** The organizations that are closed; each can be opened again. Nothing when there is none. */
export function ArchivedOrganizations({ organizations }: { readonly organizations: readonly Organization[] }) {
  const t = useTranslations('accounts');
  const router = useRouter();
  const act = useAct();
  const restore = async (id: string) => {
    if (await act.run(() => apiPost(`organizations/${id}/restore`, {}))) router.refresh();
  };
  if (organizations.length === 0) return null;
  return (
    <SectionCard title={t('installation.archived')} description={t('installation.archivedHint')}>
      <Stack gap="sm">
        {organizations.map(({ id, name, archivedAt }) => (
          <Group key={id} justify="space-between">
            <div>
              <Text size="sm" fw={560}>
                {name}
              </Text>
              <Text size="xs" c="dimmed">
                {t('installation.since')} {archivedAt && <Moment at={archivedAt} />}
              </Text>
            </div>
            <Button
              size="xs"
              variant="default"
              disabled={act.isRunning}
              aria-label={t('installation.restoreThis', { name })}
              onClick={() => void restore(id)}
            >
              {t('installation.restore')}
            </Button>
          </Group>
        ))}
        <Failure act={act} />
      </Stack>
    </SectionCard>
  );
}
