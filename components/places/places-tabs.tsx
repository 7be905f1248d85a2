'use client';

import { usePathname } from 'next/navigation';
import { useTranslations } from 'use-intl/react';
import { useStudyHref } from '#components/shell/use-study-href.ts';
import { NavLine } from '#components/ui/nav-line.tsx';

/** The pages of the registry that stand beside one another. */
const parts = [
  { key: 'places', path: '/places' },
  { key: 'pyramids', path: '/places/pyramids' },
  { key: 'types', path: '/places/types' },
  { key: 'groups', path: '/places/groups' },
  { key: 'import', path: '/places/import' },
] as const;

interface PlacesTabsProps {
  /** Files are brought in by who may change places. */
  readonly canImport: boolean;
}

/** Leads from one part of the registry to the others. */
export function PlacesTabs({ canImport }: PlacesTabsProps) {
  const t = useTranslations('pyramids');
  const current = usePathname();
  const href = useStudyHref();
  const shown = parts.filter(({ key }) => key !== 'import' || canImport);
  return (
    <NavLine
      label={t('tabs.label')}
      parts={shown.map(({ key, path }) => ({ href: href(path), label: t(`tabs.${key}`), isCurrent: path === current }))}
    />
  );
}
