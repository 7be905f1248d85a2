'use client';

import { Anchor, Group, Stack, Text, Title } from '@mantine/core';
import { useTranslations } from 'use-intl/react';
import type { ApiOperation, SchemaNode } from './api-operation.ts';
import { OperationDetails } from './operation-details.tsx';

interface ApiReadingProps {
  readonly document: string;
  readonly parts: readonly string[];
  readonly current: string;
  /** Of the current part. */
  readonly operations: readonly ApiOperation[];
  readonly shared: Readonly<Record<string, SchemaNode>>;
}

/** One part of an API with everything open. */
export function ApiReading({ document, parts, current, operations, shared }: ApiReadingProps) {
  const t = useTranslations('apiDocs');
  const hrefOf = (part: string) => `/api/docs/reading?${new URLSearchParams({ document, part }).toString()}`;
  return (
    <Stack gap="lg">
      <Group component="nav" gap="xs" aria-label={t('parts')} className="no-print">
        {parts.map((part) => (
          <Anchor
            key={part}
            href={hrefOf(part)}
            size="sm"
            fw={part === current ? 700 : 400}
            {...(part === current ? { 'aria-current': 'page' as const } : {})}
          >
            {part}
          </Anchor>
        ))}
      </Group>
      <Title order={2}>{current}</Title>
      {operations.map((operation) => (
        <section key={operation.id} id={operation.id} aria-labelledby={`${operation.id}-title`}>
          <Title order={3} size="h4" id={`${operation.id}-title`} style={{ overflowWrap: 'anywhere' }}>
            {operation.method} {operation.path}
          </Title>
          <Text size="sm" c="dimmed" mb="xs">
            {operation.summary}
          </Text>
          <OperationDetails operation={operation} shared={shared} />
        </section>
      ))}
    </Stack>
  );
}
