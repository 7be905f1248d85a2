import { Anchor, Container, Text } from '@mantine/core';
import type { Metadata } from 'next';
import { ApiReference } from '#components/api-docs/api-reference.tsx';
import { MarkedText } from '#components/api-docs/marked-text.tsx';
import { PageHeader } from '#components/ui/page-header.tsx';
import { getTranslator } from '../../_server/translator.ts';
import { readApiReference } from './document.ts';

export const metadata: Metadata = { title: 'API' };

/** The API for people: every operation, generated from what the routes declare. */
export default async function ApiDocsPage() {
  const t = await getTranslator('apiDocs');
  const { version, description, operations, shared } = await readApiReference();
  return (
    <Container size="md" py="xl" component="main">
      <PageHeader
        title={t('title')}
        description={t('description', { version })}
        crumbs={[{ label: t('home'), href: '/' }]}
        actions={<Anchor href="/api/docs/openapi.json">openapi.json</Anchor>}
      />
      <Text size="sm" mb="lg" maw="70ch">
        <MarkedText text={description} />
      </Text>
      <ApiReference operations={operations} shared={shared} />
    </Container>
  );
}
