'use client';

import { Anchor } from '@mantine/core';
import { useTranslations } from 'use-intl/react';
import { NavLine } from '#components/ui/nav-line.tsx';
import { PageHeader } from '#components/ui/page-header.tsx';

const documents = ['cairn', 'sensors'] as const;
const views = [
  { key: 'search', path: '/api/docs' },
  { key: 'reading', path: '/api/docs/reading' },
] as const;

interface DocsHeaderProps {
  readonly document: (typeof documents)[number];
  readonly view: (typeof views)[number]['key'];
  readonly version: string;
}

/** Which description is shown, and in which of the two ways. */
export function DocsHeader({ document, view, version }: DocsHeaderProps) {
  const t = useTranslations('apiDocs');
  const parts = documents.flatMap((one) =>
    views.map(({ key, path }) => ({
      href: one === 'cairn' ? path : `${path}?document=${one}`,
      label: t('view', { document: t(`documents.${one}`), view: t(`views.${key}`) }),
      isCurrent: one === document && key === view,
    })),
  );
  const file = document === 'cairn' ? '/api/docs/openapi.json' : '/api/v1/schema/';
  return (
    <>
      <PageHeader
        title={t('title')}
        description={t(document === 'cairn' ? 'description' : 'sensorsDescription', { version })}
        crumbs={[{ label: t('home'), href: '/' }]}
        actions={<Anchor href={file}>{t('file')}</Anchor>}
      />
      <NavLine label={t('viewers')} parts={parts} />
    </>
  );
}
