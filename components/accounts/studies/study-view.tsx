'use client';

import { Stack } from '@mantine/core';
import { useTranslations } from 'use-intl/react';
import { RetentionCard } from '#components/retention/retention-card.tsx';
import { PageHeader } from '#components/ui/page-header.tsx';
import { StudyPeers } from '#components/federation/study-peers.tsx';
import type { StudyView as Study } from '#lib/accounts/domain/study.ts';
import { SectionCard } from '../section-card.tsx';
import { StudyBadges } from './studies-view.tsx';
import { StudyAddresses } from './study-addresses.tsx';
import { StudyClosing } from './study-closing.tsx';
import { StudyKeys } from './study-keys.tsx';
import { StudyRequestKey } from './study-request-key.tsx';
import { StudyRenameRules } from './study-rename-rules.tsx';
import { StudySettings } from './study-settings.tsx';

interface StudyViewProps {
  readonly study: Study;
  readonly groups: readonly { readonly id: string; readonly name: string }[];
  readonly canManage: boolean;
  readonly isAdministrator: boolean;
}

/** One study: where its devices send to, what becomes of what they send, its keys, and its end. */
export function StudyView({ study, groups, canManage, isAdministrator }: StudyViewProps) {
  const t = useTranslations('accounts');
  const federation = useTranslations('federation');
  const isOpen = study.archivedAt === null;
  return (
    <>
      <PageHeader
        title={study.name}
        badges={<StudyBadges study={study} />}
        description={study.description === '' ? undefined : study.description}
        crumbs={[{ label: t('settings.studies'), href: '/settings/studies' }]}
      />
      <Stack maw={820}>
        {isOpen && (
          <SectionCard title={t('addresses.title')} description={t('addresses.description')}>
            <StudyAddresses study={study} />
          </SectionCard>
        )}
        {canManage && isOpen && (
          <>
            <SectionCard title={t('studySettings.title')}>
              <StudySettings study={study} groups={groups} isAdministrator={isAdministrator} />
            </SectionCard>
            <RetentionCard study={study.key} />
            <SectionCard title={t('rename.title')} description={t('rename.description')}>
              <StudyRenameRules study={study} />
            </SectionCard>
            <SectionCard title={t('keys.title')} description={t('keys.description')}>
              <StudyKeys study={study} />
            </SectionCard>
            <SectionCard title={t('peers.title')} description={t('peers.description')}>
              <StudyRequestKey studyId={study.id} />
            </SectionCard>
            <SectionCard title={federation('title')} description={federation('description')}>
              <StudyPeers studyId={study.id} />
            </SectionCard>
          </>
        )}
        {canManage && <StudyClosing study={study} />}
      </Stack>
    </>
  );
}
