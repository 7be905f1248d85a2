'use client';

import { Badge, Code, CopyButton, Group, Stack, Text, Title, UnstyledButton } from '@mantine/core';
import { useTranslations } from 'use-intl/react';
import type { ApiOperation, SchemaNode } from './api-operation.ts';
import { MarkedText } from './marked-text.tsx';
import { SchemaView } from './schema-view.tsx';

interface OperationDetailsProps {
  readonly operation: ApiOperation;
  readonly shared: Readonly<Record<string, SchemaNode>>;
}

/** Everything about one operation: who may call it, what it takes, what it answers, and a line to try. */
export function OperationDetails({ operation, shared }: OperationDetailsProps) {
  const t = useTranslations('apiDocs');
  return (
    <Stack gap="md">
      <Text size="sm">
        <MarkedText text={operation.description} />
      </Text>
      <CurlLine text={operation.curl} />
      {operation.parameters.length > 0 && (
        <section>
          <Title order={4} size="sm">
            {t('parameters')}
          </Title>
          {operation.parameters.map((parameter) => (
            <Group key={`${parameter.in}.${parameter.name}`} gap={6} wrap="wrap" py={2}>
              <Code>{parameter.name}</Code>
              <Badge size="xs" color="gray">
                {parameter.in}
              </Badge>
              {parameter.required && <Badge size="xs">{t('required')}</Badge>}
              <SchemaView schema={parameter.schema} shared={shared} />
              <Text size="xs">{parameter.description}</Text>
            </Group>
          ))}
        </section>
      )}
      {Object.entries(operation.body).map(([mediaType, schema]) => (
        <section key={mediaType}>
          <Title order={4} size="sm">
            {t('body', { mediaType })}
          </Title>
          <SchemaView schema={schema} shared={shared} />
        </section>
      ))}
      <section>
        <Title order={4} size="sm">
          {t('answers')}
        </Title>
        <Stack gap="xs">
          {operation.answers.map((answer) => (
            <div key={answer.status}>
              <Group gap={6} wrap="wrap">
                <Badge color={answer.status.startsWith('2') ? 'cairn' : 'gray'}>{answer.status}</Badge>
                <Text size="sm">{answer.description}</Text>
              </Group>
              {answer.schema && answer.status.startsWith('2') && <SchemaView schema={answer.schema} shared={shared} />}
            </div>
          ))}
        </Stack>
      </section>
    </Stack>
  );
}

function CurlLine({ text }: { readonly text: string }) {
  const t = useTranslations('apiDocs');
  return (
    <CopyButton value={text}>
      {({ copied, copy }) => (
        <div>
          <Code block style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>
            {text}
          </Code>
          <UnstyledButton onClick={copy} fz="xs" c="var(--mantine-color-anchor)" mt={4}>
            {copied ? t('copied') : t('copy')}
          </UnstyledButton>
        </div>
      )}
    </CopyButton>
  );
}
