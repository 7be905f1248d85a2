'use client';

import {
  ActionIcon,
  Badge,
  Button,
  Card,
  Collapse,
  FileButton,
  Group,
  List,
  Progress,
  Stack,
  Text,
  Title,
} from '@mantine/core';
import { IconChevronDown, IconChevronUp, IconFileUpload, IconTrash, IconX } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useLocale, useTranslations } from 'use-intl/react';
import { useSizeLabel } from '#components/ui/use-size-label.ts';
import { extensionOf, type Service } from '#lib/donations/domain/service.ts';
import { FileStateBadge } from '../donation-badges.tsx';
import type { DonatedFileData, ParticipantData } from '../donation-data.ts';
import { OutcomeLines } from '../outcome-lines.tsx';
import { discardOwnFile } from './participant-client.ts';
import { useSendFile, type SendFile } from './use-send-file.ts';

interface ServiceSectionProps {
  readonly service: Service;
  readonly donation: ParticipantData;
  readonly token: string;
}

/** One service: what to do to get one's copy, the place to hand it over, and what has come. */
export function ServiceSection({ service, donation, token }: ServiceSectionProps) {
  const t = useTranslations('donations');
  const files = donation.files.filter((file) => file.service === service.slug);
  const isGiven = files.some(({ state }) => state !== 'receiving' && state !== 'refused');
  const [areStepsShown, setStepsShown] = useState(!isGiven);
  const locale = useLocale();
  const headingId = `service-${service.slug}`;
  return (
    <Card component="section" aria-labelledby={headingId} withBorder padding="md">
      <Stack gap="sm">
        <Group justify="space-between" wrap="nowrap" align="flex-start">
          <Title order={2} size="h4" id={headingId}>
            {service.name}
          </Title>
          <Badge variant="default" style={{ flexShrink: 0 }} c={isGiven ? 'var(--cairn-ok)' : 'dimmed'}>
            {t(isGiven ? 'page.given' : 'page.missing')}
          </Badge>
        </Group>
        <Button
          variant="subtle"
          size="compact-sm"
          w="fit-content"
          aria-expanded={areStepsShown}
          rightSection={areStepsShown ? <IconChevronUp size={16} /> : <IconChevronDown size={16} />}
          onClick={() => {
            setStepsShown(!areStepsShown);
          }}
        >
          {t('page.steps')}
        </Button>
        <Collapse expanded={areStepsShown}>
          <List type="ordered" spacing="xs" size="sm" pr="sm">
            {service.instructions[locale].map((step) => (
              <List.Item key={step}>{step}</List.Item>
            ))}
          </List>
        </Collapse>
        {files.map((file) => (
          <OwnFile key={file.id} file={file} token={token} />
        ))}
        <HandOver service={service} donation={donation} token={token} hasFiles={files.length > 0} />
      </Stack>
    </Card>
  );
}

function OwnFile({ file, token }: { readonly file: DonatedFileData; readonly token: string }) {
  const t = useTranslations('donations');
  const queries = useQueryClient();
  const size = useSizeLabel();
  const discard = useMutation({
    mutationFn: () => discardOwnFile(token, file.id),
    onSettled: () => queries.invalidateQueries({ queryKey: ['own-donation'] }),
  });
  return (
    <Stack gap={4}>
      <Group justify="space-between" wrap="nowrap">
        <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
          {file.fileName} ({size(file.sizeBytes)})
        </Text>
        <Group gap="xs" wrap="nowrap">
          <FileStateBadge state={file.state} />
          {(file.state === 'receiving' || file.state === 'refused') && (
            <ActionIcon
              variant="default"
              size="lg"
              aria-label={t('page.remove', { name: file.fileName })}
              loading={discard.isPending}
              onClick={() => {
                discard.mutate();
              }}
            >
              <IconTrash size={16} />
            </ActionIcon>
          )}
        </Group>
      </Group>
      {file.outcome && file.state !== 'kept' && <OutcomeLines outcome={file.outcome} />}
    </Stack>
  );
}

function HandOver({ service, donation, token, hasFiles }: ServiceSectionProps & { readonly hasFiles: boolean }) {
  const t = useTranslations('donations');
  const size = useSizeLabel();
  const sender = useSendFile({ token, service: service.slug, partBytes: donation.partBytes });
  const [wrong, setWrong] = useState<string | null>(null);
  const endings = service.extensions.map((extension) => `.${extension}`).join(', ');
  const largest = size(donation.maxFileBytes);
  const take = (file: File | null) => {
    if (!file) return;
    if (!service.extensions.includes(extensionOf(file.name)))
      setWrong(t('page.wrongFile', { name: file.name, endings }));
    else if (file.size > donation.maxFileBytes) setWrong(t('page.tooLarge', { name: file.name, size: largest }));
    else if (file.size === 0) setWrong(t('page.emptyFile', { name: file.name }));
    else {
      setWrong(null);
      sender.send(file);
    }
  };
  const { failure } = sender;
  const refused = failure?.kind === 'refused' ? failure.message : null;
  const message = wrong ?? (failure?.kind === 'cut' ? t('page.cut') : refused);
  return (
    <Stack gap="xs">
      {sender.sending ? (
        <SendingBar sending={sender.sending} onStop={sender.stop} />
      ) : (
        <Group gap="sm">
          <FileButton accept={endings} onChange={take}>
            {(props) => (
              <Button {...props} variant={hasFiles ? 'default' : 'filled'} leftSection={<IconFileUpload size={16} />}>
                {t(hasFiles ? 'page.pickMore' : 'page.pick')}
              </Button>
            )}
          </FileButton>
          <Text size="sm" c="dimmed">
            {t('page.endings', { endings, size: largest })}
          </Text>
        </Group>
      )}
      {message !== null && (
        <Text size="sm" c="var(--cairn-bad)" role="alert">
          {message}
        </Text>
      )}
    </Stack>
  );
}

interface SendingBarProps {
  readonly sending: NonNullable<SendFile['sending']>;
  readonly onStop: () => void;
}

function SendingBar({ sending, onStop }: SendingBarProps) {
  const t = useTranslations('donations');
  const label = t('page.sending', { name: sending.file.name });
  return (
    <Stack gap="xs">
      <Progress value={sending.share * 100} animated aria-label={label} />
      <Group justify="space-between" wrap="nowrap">
        <Text size="sm" aria-live="polite" style={{ overflowWrap: 'anywhere' }}>
          {sending.isRetrying ? t('page.retrying') : label}
        </Text>
        <Button size="xs" variant="default" leftSection={<IconX size={16} />} onClick={onStop}>
          {t('page.stopSending')}
        </Button>
      </Group>
    </Stack>
  );
}
