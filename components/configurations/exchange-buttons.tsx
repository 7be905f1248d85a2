'use client';

import { Button, FileButton, List, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconFileDownload, IconFileUpload } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'use-intl/react';
import { showFailure } from '#components/sources/use-bulk-act.tsx';
import { useConfirm } from '#components/ui/confirm.tsx';
import { configurationFileSchema, type ConfigurationImport } from '#lib/passive/domain/configuration.ts';
import type { ConfiguredStudy } from './configuration-queries.ts';
import { fetchFile, importFile } from './version-queries.ts';

/** Takes the configurations of a study away as a file, and brings such a file in after saying what it would do. */
export function ExchangeButtons({ study }: { readonly study: ConfiguredStudy }) {
  const t = useTranslations('configurationVersions');
  const queries = useQueryClient();
  const confirm = useConfirm();
  const download = async () => {
    const file = await fetchFile(study.id);
    const address = URL.createObjectURL(new Blob([JSON.stringify(file, null, 2)], { type: 'application/json' }));
    const link = document.createElement('a');
    link.href = address;
    link.download = `configurations-${study.key}.json`;
    link.click();
    URL.revokeObjectURL(address);
  };
  const bringIn = async (chosen: File | null) => {
    if (!chosen) return;
    const file = readFile(await chosen.text());
    if (!file) throw new Error(t('notAFile'));
    const plan = await importFile(study.id, file, true);
    confirm({
      title: t('importTitle', { study: study.name }),
      message: <ImportPlan plan={plan} />,
      action: t('importAction', { count: plan.created.length + plan.updated.length }),
      onConfirm: async () => {
        await importFile(study.id, file, false);
        await queries.invalidateQueries({ queryKey: ['configurations'] });
        notifications.show({ message: t('imported') });
      },
    });
  };
  return (
    <>
      <Button
        variant="default"
        leftSection={<IconFileDownload size={16} />}
        onClick={() => {
          download().catch(showFailure);
        }}
      >
        {t('export')}
      </Button>
      <FileButton
        accept="application/json"
        onChange={(chosen) => {
          bringIn(chosen).catch(showFailure);
        }}
      >
        {(props) => (
          <Button {...props} variant="default" leftSection={<IconFileUpload size={16} />}>
            {t('import')}
          </Button>
        )}
      </FileButton>
    </>
  );
}

function readFile(text: string) {
  try {
    return configurationFileSchema.safeParse(JSON.parse(text)).data;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function ImportPlan({ plan }: { readonly plan: ConfigurationImport }) {
  const t = useTranslations('configurationVersions');
  return (
    <>
      <Text size="sm">{t('importMessage')}</Text>
      <List size="sm">
        <List.Item>{t('importCreated', { count: plan.created.length, names: plan.created.join(', ') })}</List.Item>
        <List.Item>{t('importUpdated', { count: plan.updated.length, names: plan.updated.join(', ') })}</List.Item>
        <List.Item>{t('importUnchanged', { count: plan.unchanged.length })}</List.Item>
      </List>
    </>
  );
}
