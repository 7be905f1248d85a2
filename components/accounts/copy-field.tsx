'use client';

import { ActionIcon, Code, CopyButton, Group, Text, Tooltip } from '@mantine/core';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import { useTranslations } from 'use-intl/react';

interface CopyFieldProps {
  readonly label: string;
  readonly value: string;
}

/** A text to take elsewhere: an address, a key, a token. Breaks anywhere, so that it fits a phone. */
export function CopyField({ label, value }: CopyFieldProps) {
  const t = useTranslations('accounts');
  return (
    <div>
      <Text size="sm" fw={500} mb={2}>
        {label}
      </Text>
      <Group gap="xs" wrap="nowrap" align="flex-start">
        <Code block={false} fz="sm" px="xs" py={6} style={{ flex: 1, minWidth: 0, overflowWrap: 'anywhere' }}>
          {value}
        </Code>
        <CopyButton value={value}>
          {({ copied, copy }) => (
            <Tooltip label={copied ? t('copied') : t('copy')}>
              <ActionIcon size="lg" variant="default" onClick={copy} aria-label={t('copyThis', { label })}>
                {copied ? <IconCheck size={16} /> : <IconCopy size={16} />}
              </ActionIcon>
            </Tooltip>
          )}
        </CopyButton>
      </Group>
    </div>
  );
}
