import { Container, Text } from '@mantine/core';
import type { Metadata } from 'next';
import { ApiReference } from '#components/api-docs/api-reference.tsx';
import { DocsHeader } from '#components/api-docs/docs-header.tsx';
import { MarkedText } from '#components/api-docs/marked-text.tsx';
import { documentOf, readApiReference } from './document.ts';

export const metadata: Metadata = { title: 'API' };

interface PageProps {
  readonly searchParams: Promise<{ readonly document?: string }>;
}

/** The API for people: every operation, generated from what the routes declare. */
export default async function ApiDocsPage({ searchParams }: PageProps) {
  const which = documentOf((await searchParams).document);
  const { version, description, operations, shared } = await readApiReference(which);
  return (
    <Container size="md" py="xl" component="main">
      <DocsHeader document={which} view="search" version={version} />
      <Text size="sm" mb="lg" maw="70ch">
        <MarkedText text={description} />
      </Text>
      <ApiReference key={which} operations={operations} shared={shared} />
    </Container>
  );
}
