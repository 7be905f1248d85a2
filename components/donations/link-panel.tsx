'use client';

import { Alert, Button, CopyButton, Group, Stack, TextInput } from '@mantine/core';
import { IconCheck, IconCopy, IconMail, IconMailOff } from '@tabler/icons-react';
import { useTranslations } from 'use-intl/react';
import type { RequestedDonationData } from './donation-data.ts';

interface LinkPanelProps {
  readonly made: RequestedDonationData;
  /** A mail was wished for. */
  readonly wantsMail: boolean;
  readonly onClose: () => void;
}

/** The link of a participant, this once: to copy, with what became of the mail. */
export function LinkPanel({ made, wantsMail, onClose }: LinkPanelProps) {
  const t = useTranslations('donations');
  const { link, isMailed, request } = made;
  return (
    <Stack>
      {wantsMail && (
        <Alert
          color={isMailed ? 'green' : 'yellow'}
          icon={isMailed ? <IconMail size={18} /> : <IconMailOff size={18} />}
        >
          {isMailed ? t('link.mailed', { email: request.email ?? '' }) : t('link.notMailed')}
        </Alert>
      )}
      <TextInput
        label={t('link.label')}
        description={t('link.once')}
        value={link}
        readOnly
        data-autofocus
        onFocus={(event) => {
          event.currentTarget.select();
        }}
      />
      <Group justify="flex-end">
        <CopyButton value={link}>
          {({ copied, copy }) => (
            <Button
              variant="default"
              leftSection={copied ? <IconCheck size={16} /> : <IconCopy size={16} />}
              onClick={copy}
              aria-live="polite"
            >
              {copied ? t('link.copied') : t('link.copy')}
            </Button>
          )}
        </CopyButton>
        <Button onClick={onClose}>{t('link.done')}</Button>
      </Group>
    </Stack>
  );
}
