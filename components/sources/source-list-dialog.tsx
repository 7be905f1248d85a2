'use client';

import { Alert, Anchor, Button, FileInput, Group, List, Select, Stack, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconDownload } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslations } from 'use-intl/react';
import { ApiProblem, apiPost, apiUrl } from '#components/ui/api-client.ts';
import { sourceListReportSchema, type SourceListReport } from '#lib/passive/domain/source-list.ts';
import type { StudyChoice } from './move-dialog.tsx';

interface SourceListDialogProps {
  readonly studies: readonly StudyChoice[];
  readonly onClose: () => void;
}

/** The sources of a study as a list: down, and up again with a look at what would change. */
export function SourceListDialog({ studies, onClose }: SourceListDialogProps) {
  const t = useTranslations('sources');
  const [study, setStudy] = useState(studies[0]?.key ?? '');
  const work = useListUpload(study, onClose);
  return (
    <Stack>
      {studies.length > 1 && (
        <Select
          label={t('columns.study')}
          allowDeselect={false}
          data={studies.map(({ key, name }) => ({ value: key, label: name }))}
          value={study}
          onChange={(key) => {
            if (key !== null) setStudy(key);
            work.choose(null);
          }}
        />
      )}
      <Text size="sm">{t('listDialog.text')}</Text>
      <Anchor href={apiUrl('sources/list', { study })} download size="sm">
        <Group gap={6} component="span">
          <IconDownload size={16} aria-hidden />
          {t('listDialog.download')}
        </Group>
      </Anchor>
      <FileInput
        label={t('listDialog.upload')}
        description={t('listDialog.uploadHint')}
        accept=".txt,.tsv,text/plain"
        clearable
        value={work.file}
        onChange={work.choose}
      />
      {work.failure !== null && (
        <Alert color="red" role="alert">
          {work.failure}
        </Alert>
      )}
      {work.report && <Report report={work.report} />}
      <Group justify="flex-end">
        <Button variant="default" onClick={onClose}>
          {t('listDialog.close')}
        </Button>
        <Button disabled={!work.canApply} loading={work.isBusy} onClick={work.apply}>
          {t('listDialog.apply')}
        </Button>
      </Group>
    </Stack>
  );
}

function useListUpload(study: string, onDone: () => void) {
  const t = useTranslations('sources');
  const queries = useQueryClient();
  const [file, setFile] = useState<File | null>(null);
  const [report, setReport] = useState<SourceListReport | null>(null);
  const [failure, setFailure] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);
  const send = async (list: File, isDryRun: boolean) => {
    setBusy(true);
    setFailure(null);
    try {
      const told = await apiPost('sources/list', { study, text: await list.text(), isDryRun }, sourceListReportSchema);
      setReport(told);
      if (!told.isApplied) return;
      await queries.invalidateQueries({ queryKey: ['sources'] });
      notifications.show({ message: t('listDialog.applied', { count: told.rows }) });
      onDone();
    } catch (error) {
      setFailure(error instanceof ApiProblem ? error.message : String(error));
    } finally {
      setBusy(false);
    }
  };
  const isDifferent = report !== null && report.rows > report.same;
  return {
    file,
    report,
    failure,
    isBusy,
    canApply: file !== null && isDifferent && report.errors.length === 0,
    choose: (next: File | null) => {
      setFile(next);
      setReport(null);
      setFailure(null);
      if (next) void send(next, true);
    },
    apply: () => {
      if (file) void send(file, false);
    },
  };
}

const errorsShown = 10;

/** What a list would change, in numbers; or what is wrong with it. */
function Report({ report }: { readonly report: SourceListReport }) {
  const t = useTranslations('sources');
  const { added, renamed, regrouped, reassigned, same, newGroups, errors } = report;
  if (errors.length > 0) {
    return (
      <Alert color="red" title={t('listDialog.wrong', { count: errors.length })}>
        <List size="sm">
          {errors.slice(0, errorsShown).map(({ line, message }) => (
            <List.Item key={`${String(line)} ${message}`}>{t('listDialog.line', { line, message })}</List.Item>
          ))}
        </List>
      </Alert>
    );
  }
  return (
    <Alert title={t('listDialog.wouldChange')}>
      <List size="sm">
        <List.Item>{t('listDialog.added', { count: added })}</List.Item>
        <List.Item>{t('listDialog.renamed', { count: renamed })}</List.Item>
        <List.Item>{t('listDialog.regrouped', { count: regrouped })}</List.Item>
        <List.Item>{t('listDialog.reassigned', { count: reassigned })}</List.Item>
        <List.Item>{t('listDialog.same', { count: same })}</List.Item>
        {newGroups.length > 0 && <List.Item>{t('listDialog.newGroups', { names: newGroups.join(', ') })}</List.Item>}
      </List>
    </Alert>
  );
}
