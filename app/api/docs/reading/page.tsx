import { Container } from '@mantine/core';
import type { Metadata } from 'next';
import { ApiReading } from '#components/api-docs/api-reading.tsx';
import { DocsHeader } from '#components/api-docs/docs-header.tsx';
import { documentOf, readApiReference } from '../document.ts';

export const metadata: Metadata = { title: 'API' };

interface PageProps {
  readonly searchParams: Promise<{ readonly document?: string; readonly part?: string }>;
}

/** The API to be read from top to bottom, or printed: a part at a time, everything of it open. */
export default async function ApiReadingPage({ searchParams }: PageProps) {
  const { document, part } = await searchParams;
  const which = documentOf(document);
  const { version, operations, shared } = await readApiReference(which);
  const parts = [...new Set(operations.map(({ tag }) => tag))];
  const current = parts.find((tag) => tag === part) ?? parts[0] ?? '';
  const shown = operations.filter(({ tag }) => tag === current);
  return (
    <Container size="md" py="xl" component="main">
      <DocsHeader document={which} view="reading" version={version} />
      <ApiReading document={which} parts={parts} current={current} operations={shown} shared={shared} />
    </Container>
  );
}
