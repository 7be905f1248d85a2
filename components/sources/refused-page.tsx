'use client';

import { useTranslations } from 'use-intl/react';
import { Refused } from '#components/ui/refused.tsx';

/** Permissions that open a page of this wing, and their keys in the catalogue. */
const keys = {
  'sources.read': 'permissions.sources_read',
  'sources.manage': 'permissions.sources_manage',
  'alerts.manage': 'permissions.alerts_manage',
  'passive.read': 'permissions.passive_read',
  'passive.configure': 'permissions.passive_configure',
  'donations.manage': 'permissions.donations_manage',
  'passive.quarantine': 'permissions.passive_quarantine',
  'health.read': 'permissions.health_read',
  'registry.read': 'permissions.registry_read',
  'destinations.manage': 'permissions.destinations_manage',
  'users.read': 'permissions.users_read',
} as const;

interface RefusedPageProps {
  /** What the page is called. */
  readonly title: string;
  readonly verb: keyof typeof keys;
}

/** Says which permission a page needs, and who can grant it. */
export function RefusedPage({ title, verb }: RefusedPageProps) {
  const t = useTranslations('sources');
  return (
    <Refused
      page={title}
      title={t('refused.title')}
      description={t('refused.description', { permission: t(keys[verb]), verb })}
    />
  );
}
