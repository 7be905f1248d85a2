'use client';

import { Accordion, Badge, Group, Stack, Text, TextInput, Title } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslations } from 'use-intl/react';
import type { ApiOperation, SchemaNode } from './api-operation.ts';
import { OperationDetails } from './operation-details.tsx';

interface ApiReferenceProps {
  readonly operations: readonly ApiOperation[];
  readonly shared: Readonly<Record<string, SchemaNode>>;
}

/** The whole API as a list one can search; each operation opens to its details. */
export function ApiReference({ operations, shared }: ApiReferenceProps) {
  const t = useTranslations('apiDocs');
  const [wish, setWish] = useState('');
  const shown = operations.filter((operation) => matches(operation, wish));
  const tags = [...new Set(shown.map(({ tag }) => tag))];
  return (
    <Stack gap="lg">
      <TextInput
        aria-label={t('search')}
        placeholder={t('search')}
        leftSection={<IconSearch size={16} aria-hidden />}
        value={wish}
        onChange={(event) => setWish(event.currentTarget.value)}
      />
      {shown.length === 0 && <Text c="dimmed">{t('nothingFound', { wish })}</Text>}
      {tags.map((tag) => (
        <section key={tag} aria-labelledby={`tag-${tag}`}>
          <Title order={2} id={`tag-${tag}`} mb="xs">
            {tag}
          </Title>
          <Accordion variant="separated" multiple keepMounted={false} order={3}>
            {shown
              .filter((operation) => operation.tag === tag)
              .map((operation) => (
                <Accordion.Item key={operation.id} value={operation.id} id={operation.id}>
                  <Accordion.Control>
                    <OperationLine operation={operation} />
                  </Accordion.Control>
                  <Accordion.Panel>
                    <OperationDetails operation={operation} shared={shared} />
                  </Accordion.Panel>
                </Accordion.Item>
              ))}
          </Accordion>
        </section>
      ))}
    </Stack>
  );
}

function OperationLine({ operation }: { readonly operation: ApiOperation }) {
  return (
    <Group gap="xs" wrap="wrap">
      <Badge variant={operation.method === 'GET' ? 'light' : 'filled'} miw={64}>
        {operation.method}
      </Badge>
      <Text component="span" ff="monospace" size="sm" style={{ overflowWrap: 'anywhere' }}>
        {operation.path}
      </Text>
      <Text component="span" size="sm" c="dimmed">
        {operation.summary}
      </Text>
    </Group>
  );
}

function matches({ method, path, summary }: ApiOperation, wish: string): boolean {
  const text = `${method} ${path} ${summary}`.toLowerCase();
  return wish
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}
