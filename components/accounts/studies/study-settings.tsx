'use client';

import { Button, Group, NumberInput, Select, Stack, Switch, Textarea, TextInput } from '@mantine/core';
import { useState, type SyntheticEvent } from 'react';
import { useTranslations } from 'use-intl/react';
import type { StudyView } from '#lib/accounts/domain/study.ts';
import { useConfirm } from '#components/ui/confirm.tsx';
import { Failure } from '../failure.tsx';
import { useStudyChange, type StudyChange } from './use-study-change.ts';

interface StudySettingsProps {
  readonly study: StudyView;
  readonly groups: readonly { readonly id: string; readonly name: string }[];
  readonly isAdministrator: boolean;
}

/** Name, first group, how long raw uploads are kept, the default address, legacy reports and the kill switch. */
export function StudySettings({ study, groups, isAdministrator }: StudySettingsProps) {
  const t = useTranslations('accounts');
  const change = useStudyChange(study.id);
  const { act } = change;
  const [values, setValues] = useState({
    name: study.name,
    description: study.description,
    defaultGroupId: study.defaultGroupId,
    bundleRetentionDays: study.bundleRetentionDays,
  });
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    void change.save(values);
  };
  return (
    <Stack>
      <form onSubmit={submit}>
        <Stack>
          <TextInput
            label={t('studies.name')}
            required
            maxLength={120}
            value={values.name}
            error={act.fields['name']}
            onChange={(event) => {
              setValues({ ...values, name: event.currentTarget.value });
            }}
          />
          <Textarea
            label={t('studySettings.description')}
            autosize
            minRows={2}
            maxLength={2000}
            value={values.description}
            onChange={(event) => {
              setValues({ ...values, description: event.currentTarget.value });
            }}
          />
          <Select
            label={t('studySettings.group')}
            description={t('studySettings.groupHint')}
            data={groups.map(({ id, name }) => ({ value: id, label: name }))}
            clearable
            value={values.defaultGroupId}
            error={act.fields['defaultGroupId']}
            onChange={(defaultGroupId) => {
              setValues({ ...values, defaultGroupId });
            }}
          />
          <NumberInput
            label={t('studySettings.retention')}
            description={t('studySettings.retentionHint')}
            min={0}
            max={36_500}
            allowDecimal={false}
            placeholder={t('studySettings.forever')}
            value={values.bundleRetentionDays ?? ''}
            error={act.fields['bundleRetentionDays']}
            onChange={(days) => {
              setValues({ ...values, bundleRetentionDays: typeof days === 'number' ? days : null });
            }}
          />
          <Failure act={act} fieldsShown={Object.keys(values)} />
          <Group>
            <Button type="submit" loading={act.isRunning}>
              {t('save')}
            </Button>
          </Group>
        </Stack>
      </form>
      <StudySwitches study={study} change={change} isAdministrator={isAdministrator} />
    </Stack>
  );
}

interface StudySwitchesProps {
  readonly study: StudyView;
  readonly change: StudyChange;
  readonly isAdministrator: boolean;
}

function StudySwitches({ study, change, isAdministrator }: StudySwitchesProps) {
  const t = useTranslations('accounts');
  const confirm = useConfirm();
  const kill = () => {
    confirm({
      title: t('studySettings.discardTitle'),
      message: t('studySettings.discardMessage', { name: study.name }),
      action: t('studySettings.discardAction'),
      isDestructive: true,
      onConfirm: () => change.save({ discardsUploads: true }),
    });
  };
  return (
    <>
      <Switch
        label={t('studySettings.default')}
        description={isAdministrator ? t('studySettings.defaultHint') : t('studySettings.defaultRefused')}
        checked={study.isDefaultIntake}
        disabled={!isAdministrator || change.act.isRunning}
        onChange={(event) => void change.save({ isDefaultIntake: event.currentTarget.checked })}
      />
      <Switch
        label={t('studySettings.legacy')}
        description={t('studySettings.legacyHint')}
        checked={study.hasLegacyReports}
        disabled={change.act.isRunning}
        onChange={(event) => void change.save({ hasLegacyReports: event.currentTarget.checked })}
      />
      <Switch
        label={t('studySettings.traces')}
        description={t('studySettings.tracesHint')}
        checked={study.tracesBundles}
        disabled={change.act.isRunning}
        onChange={(event) => void change.save({ tracesBundles: event.currentTarget.checked })}
      />
      <Switch
        color="red"
        label={t('studySettings.discard')}
        description={t('studySettings.discardHint')}
        checked={study.discardsUploads}
        disabled={change.act.isRunning}
        onChange={(event) => {
          if (event.currentTarget.checked) kill();
          else void change.save({ discardsUploads: false });
        }}
      />
    </>
  );
}
