'use client';

import { Button, Group } from '@mantine/core';
import { useTranslations } from 'use-intl/react';
import { apiPost } from '#components/ui/api-client.ts';
import { useConfirm } from '#components/ui/confirm.tsx';
import type { Organization } from '#lib/accounts/domain/organization.ts';
import { SectionCard } from '../section-card.tsx';

interface OrganizationClosingProps {
  readonly organization: Organization;
  readonly studyCount: number;
}

/** Archives the organization, after its name was typed; whoever did it is out like everybody else. */
export function OrganizationClosing({ organization: { id, name }, studyCount }: OrganizationClosingProps) {
  const t = useTranslations('accounts');
  const confirm = useConfirm();
  const archive = () => {
    confirm({
      title: t('organization.archive'),
      message: t('organization.archiveMessage', { name, count: studyCount }),
      action: t('organization.archive'),
      isDestructive: true,
      typeToConfirm: name,
      onConfirm: async () => {
        await apiPost(`organizations/${id}/archive`, {});
        window.location.assign('/');
      },
    });
  };
  return (
    <SectionCard title={t('organization.end')} description={t('organization.endHint')}>
      <Group>
        <Button variant="outline" color="red" onClick={archive}>
          {t('organization.archive')}
        </Button>
      </Group>
    </SectionCard>
  );
}
