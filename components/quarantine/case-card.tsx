'use client';

import { Badge, Button, Card, Group, Stack, Text, Title } from '@mantine/core';
import { IconArrowBackUp } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl/react';
import type { QuarantineState } from '#lib/passive/domain/quarantine-views.ts';
import classes from './quarantine.module.css';

interface CaseCardProps {
  /** Why it is here. */
  readonly title: string;
  readonly state: QuarantineState;
  /** Right below the title. */
  readonly subtitle?: ReactNode;
  readonly onBack: () => void;
  readonly children: ReactNode;
}

/** One case: its reason, its state once it is decided, and what there is to know and to do. */
export function CaseCard({ title, state, subtitle, onBack, children }: CaseCardProps) {
  const t = useTranslations('passive');
  return (
    <Card component="article">
      <Stack gap="md">
        <Button
          className={classes['back'] ?? ''}
          variant="subtle"
          size="xs"
          leftSection={<IconArrowBackUp size={14} />}
          onClick={onBack}
          style={{ alignSelf: 'flex-start' }}
        >
          {t('quarantine.back')}
        </Button>
        <div>
          <Group gap="xs">
            <Title order={2}>{title}</Title>
            {state !== 'open' && <Badge color="gray">{t(`quarantine.states.${state}`)}</Badge>}
          </Group>
          {subtitle}
        </div>
        {children}
      </Stack>
    </Card>
  );
}

/** Something that is known, under its name. */
export function Fact({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <div>
      <Text size="xs" c="dimmed" fw={500}>
        {label}
      </Text>
      <Text size="sm" component="div" style={{ overflowWrap: 'anywhere' }}>
        {children}
      </Text>
    </div>
  );
}

/** The text of a case, to be read. */
export function CaseText({ label, text }: { readonly label: string; readonly text: string }) {
  return (
    <pre className={classes['text']} tabIndex={0} aria-label={label}>
      {text}
    </pre>
  );
}
