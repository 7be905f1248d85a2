'use client';

import { Anchor, Button, Group, Menu, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconDownload } from '@tabler/icons-react';
import Link from 'next/link';
import { useLocale, useTranslations } from 'use-intl/react';
import { showFailure } from '#components/sources/use-bulk-act.tsx';
import { exportFormats, startUnitExport, type PlaceSelection } from './place-queries.ts';

/** Takes what the searches find out as a file, by a task. */
export function ExportMenu({ version, searches }: PlaceSelection) {
  const t = useTranslations('places');
  const locale = useLocale();
  const start = async (format: (typeof exportFormats)[number]) => {
    const { taskId } = await startUnitExport({ version, searches }, { format, locale });
    notifications.show({
      autoClose: 10_000,
      message: (
        <Group justify="space-between" gap="sm">
          <Text size="sm">{t('export.started')}</Text>
          <Anchor component={Link} href={`/tasks/${taskId}`} size="sm">
            {t('export.task')}
          </Anchor>
        </Group>
      ),
    });
  };
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button variant="default" leftSection={<IconDownload size={16} />}>
          {t('export.button')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {exportFormats.map((format) => (
          <Menu.Item
            key={format}
            onClick={() => {
              start(format).catch(showFailure);
            }}
          >
            {t(`export.formats.${format}`)}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
