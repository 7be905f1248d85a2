'use client';

import { Anchor, Badge, Card, Group, SimpleGrid, Stack, Text } from '@mantine/core';
import { modals } from '@mantine/modals';
import Link from 'next/link';
import { useTranslations } from 'use-intl/react';
import { AddButton } from '#components/ui/add-button.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { PageHeader } from '#components/ui/page-header.tsx';
import type { StudyView } from '#lib/accounts/domain/study.ts';
import { CreateStudyForm } from './create-study-form.tsx';

interface StudiesViewProps {
  readonly studies: readonly StudyView[];
  readonly canCreate: boolean;
}

/** The studies of the organization and where their devices send to. */
export function StudiesView({ studies, canCreate }: StudiesViewProps) {
  const t = useTranslations('accounts');
  const create = () => {
    modals.open({ title: t('studies.create'), children: <CreateStudyForm /> });
  };
  return (
    <>
      <PageHeader
        title={t('settings.studies')}
        description={t('studies.description')}
        actions={canCreate && <AddButton label={t('studies.create')} onClick={create} />}
      />
      {studies.length === 0 ? (
        <EmptyState
          title={t('studies.none')}
          description={t('studies.noneHint')}
          {...(canCreate ? { action: { label: t('studies.create'), onClick: create } } : {})}
        />
      ) : (
        <SimpleGrid cols={{ base: 1, md: 2 }}>
          {studies.map((study) => (
            <StudyCard key={study.id} study={study} />
          ))}
        </SimpleGrid>
      )}
    </>
  );
}

/** What a study is and whether it takes data. */
export function StudyBadges({ study }: { readonly study: StudyView }) {
  const t = useTranslations('accounts');
  return (
    <>
      {study.isDefaultIntake && <Badge color="cairn">{t('studies.default')}</Badge>}
      {study.discardsUploads && <Badge color="red">{t('studies.discards')}</Badge>}
      {study.archivedAt !== null && <Badge color="gray">{t('studies.archived')}</Badge>}
    </>
  );
}

function StudyCard({ study }: { readonly study: StudyView }) {
  return (
    <Card>
      <Stack gap={4}>
        <Group gap="xs">
          <Anchor component={Link} href={`/settings/studies/${study.key}`} fw={600}>
            {study.name}
          </Anchor>
          <StudyBadges study={study} />
        </Group>
        {study.description !== '' && (
          <Text size="sm" lineClamp={2}>
            {study.description}
          </Text>
        )}
        <Text size="xs" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
          {study.addresses.addBundle}
        </Text>
      </Stack>
    </Card>
  );
}
