'use client';

import { Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { parseAsString, useQueryState } from 'nuqs';
import { useTranslations } from 'use-intl/react';
import { useChosenStudy } from '#components/shell/use-chosen-study.tsx';
import { useStudyHref } from '#components/shell/use-study-href.ts';
import { AddButton } from '#components/ui/add-button.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { PageHeader } from '#components/ui/page-header.tsx';
import { SideDrawer } from '#components/ui/side-drawer.tsx';
import { fetchRules } from '../alert-queries.ts';
import { FidelitySettingsCard } from '#components/sources/fidelity-settings-card.tsx';
import { AlertSettingsCard } from '../settings/alert-settings-card.tsx';
import { RuleForm } from './rule-form.tsx';
import { RuleTable } from './rule-table.tsx';
import { useRuleActs } from './use-rule-acts.ts';

/** Word in the address that opens an empty form. */
const newOne = 'new';

interface RulesViewProps {
  /** The viewer decides for the whole organization. */
  readonly canDecide: boolean;
  readonly studies: readonly { readonly id: string; readonly key: string; readonly name: string }[];
}

/** What is checked in a study, and who is told. */
export function RulesView({ studies, canDecide }: RulesViewProps) {
  const t = useTranslations('alerts');
  const href = useStudyHref();
  const { study, chooser } = useChosenStudy(studies, t('columns.study'));
  return (
    <Stack gap="md">
      <PageHeader
        title={t('rules.title')}
        description={t('rules.description')}
        crumbs={[{ label: t('title'), href: href('/alerts') }]}
        {...(chooser === null ? {} : { actions: chooser })}
      />
      {study ? (
        <StudyRules key={study.id} study={study} />
      ) : (
        <EmptyState title={t('rules.noStudy')} description={t('rules.noStudyText')} />
      )}
      {canDecide && <FidelitySettingsCard />}
    </Stack>
  );
}

function StudyRules({ study }: { readonly study: RulesViewProps['studies'][number] }) {
  const t = useTranslations('alerts');
  const [edited, setEdited] = useQueryState('edit', parseAsString);
  const { data: rules } = useQuery({
    queryKey: ['alert-rules', study.id],
    queryFn: ({ signal }) => fetchRules(study.id, signal),
  });
  const acts = useRuleActs(study.id);
  const current = rules?.find(({ id, isBuiltIn }) => !isBuiltIn && id === edited) ?? null;
  const close = () => void setEdited(null);
  return (
    <>
      <RuleTable
        rules={rules}
        acts={acts}
        onOpen={(id) => void setEdited(id)}
        add={<AddButton label={t('rules.add')} onClick={() => void setEdited(newOne)} />}
      />
      <AlertSettingsCard studyId={study.id} />
      <SideDrawer
        opened={current !== null || edited === newOne}
        onClose={close}
        position="right"
        size="xl"
        title={t(current ? 'rules.editTitle' : 'rules.newTitle')}
      >
        <RuleForm
          key={edited ?? ''}
          rule={current}
          study={study}
          onCancel={close}
          onSave={async (draft) => {
            await acts.save(current?.id ?? null, draft);
            close();
          }}
        />
      </SideDrawer>
    </>
  );
}
