'use client';

import { Anchor, Breadcrumbs, Group, Stack, Text, Title } from '@mantine/core';
import Link from 'next/link';
import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl/react';

export interface Crumb {
  readonly label: string;
  readonly href: string;
}

interface PageHeaderProps {
  readonly title: ReactNode;
  /** One sentence: what this page answers. */
  readonly description?: ReactNode;
  /** Places above this page, outermost first; the page itself is not among them. */
  readonly crumbs?: readonly Crumb[];
  /** Buttons at the end of the line. */
  readonly actions?: ReactNode;
  /** Badges beside the title. */
  readonly badges?: ReactNode;
}

/** A long way goes on in the next line, on a phone too. */
const crumbStyles = {
  root: { flexWrap: 'wrap', rowGap: 2 },
  breadcrumb: { whiteSpace: 'normal', overflowWrap: 'anywhere', minWidth: 0 },
} as const;

/** Title line of a page: where one is, what it is called, what one can do. */
export function PageHeader({ title, description, crumbs = [], actions, badges }: PageHeaderProps) {
  const t = useTranslations('shell');
  return (
    <Group justify="space-between" align="flex-end" wrap="wrap" gap="md" mb="lg" component="header">
      <Stack gap={4} miw={0} style={{ flex: '1 1 20rem' }}>
        {crumbs.length > 0 && (
          <nav aria-label={t('ui.breadcrumbs')}>
            <Breadcrumbs separatorMargin={6} fz="sm" styles={crumbStyles}>
              {crumbs.map((crumb) => (
                <Anchor key={crumb.href} component={Link} href={crumb.href} fz="sm" c="dimmed">
                  {crumb.label}
                </Anchor>
              ))}
            </Breadcrumbs>
          </nav>
        )}
        <Group gap="sm" wrap="wrap">
          <Title order={1}>{title}</Title>
          {badges}
        </Group>
        {description !== undefined && (
          <Text c="dimmed" size="sm" maw="70ch">
            {description}
          </Text>
        )}
      </Stack>
      {actions !== undefined && (
        <Group gap="xs" className="no-print">
          {actions}
        </Group>
      )}
    </Group>
  );
}
