'use client';

import { Alert, List, Text } from '@mantine/core';
import { IconAlertTriangle, IconCircleCheck } from '@tabler/icons-react';
import { useTranslations } from 'use-intl/react';
import type { NowData } from './system-data.ts';

/** What is wrong, in words; or that all is well. */
export function Findings({ now }: { readonly now: NowData }) {
  const t = useTranslations('shell');
  const { findings } = now;
  if (findings.length === 0) {
    return (
      <Alert color="cairn" variant="light" icon={<IconCircleCheck size={20} />} role="status">
        <Text size="sm" fw={500}>
          {t('system.allWell')}
        </Text>
      </Alert>
    );
  }
  const isBad = findings.some(({ severity }) => severity === 'bad');
  return (
    <Alert
      color={isBad ? 'red' : 'orange'}
      variant="light"
      icon={<IconAlertTriangle size={20} />}
      title={isBad ? t('system.bad') : t('system.look')}
      role="status"
    >
      <List size="sm" spacing={4}>
        {findings.map(({ code, values }) => (
          <List.Item key={code}>{t(`system.findings.${code}`, values)}</List.Item>
        ))}
      </List>
    </Alert>
  );
}
