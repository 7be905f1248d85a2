'use client';

import { Group, Stack, Text } from '@mantine/core';
import { useTranslations } from 'use-intl/react';
import type { StudyView } from '#lib/accounts/domain/study.ts';
import { CopyField } from '../copy-field.tsx';
import { QrCode } from '../qr-code.tsx';

/** Where devices send to, as text and as a code to scan. */
export function StudyAddresses({ study }: { readonly study: StudyView }) {
  const t = useTranslations('accounts');
  const settings = JSON.stringify(study.deviceSettings);
  return (
    <Group align="flex-start" gap="lg" wrap="wrap">
      <Stack style={{ flex: '1 1 18rem', minWidth: 0 }}>
        <CopyField label={t('addresses.bundles')} value={study.addresses.addBundle} />
        <CopyField label={t('addresses.configuration')} value={study.addresses.appConfig} />
        <CopyField label={t('addresses.points')} value={study.addresses.addPoint} />
        {study.defaultAddresses && (
          <CopyField label={t('addresses.default')} value={study.defaultAddresses.addBundle} />
        )}
      </Stack>
      <Stack gap={4} w={208} align="center">
        <QrCode text={settings} label={t('addresses.qr', { name: study.name })} />
        <Text size="xs" c="dimmed" ta="center">
          {t('addresses.qrHint')}
        </Text>
      </Stack>
    </Group>
  );
}
