'use client';

import { Badge, Button } from '@mantine/core';
import { IconCheck, IconLock, IconX } from '@tabler/icons-react';
import { useTranslations } from 'use-intl/react';
import { UnitStatusBadge } from '#components/places/unit-status-badge.tsx';
import { PageHeader } from '#components/ui/page-header.tsx';
import type { UnitStatus } from '#lib/registry/domain/org-unit.ts';
import type { Unit } from '#lib/registry/domain/unit.ts';
import { showFailure, useUnitChange } from './use-unit-change.tsx';

/** What the place is called, what stands above it, and the decision on it. */
export function PlaceHeader({ unit }: { readonly unit: Unit }) {
  const t = useTranslations('place');
  const change = useUnitChange();
  const decide = (status: UnitStatus) => {
    change(unit, { status }, t(status === 'VALID' ? 'accepted' : 'rejected', { name: unit.name })).catch(showFailure);
  };
  return (
    <PageHeader
      title={unit.name}
      description={t('header', { type: unit.typeName ?? '–', pyramid: unit.pyramidName, version: unit.versionNumber })}
      crumbs={[
        { label: t('places'), href: '/places' },
        ...unit.ancestors.map(({ id, name }) => ({ label: name, href: `/places/${id}` })),
      ]}
      badges={
        <>
          <UnitStatusBadge status={unit.status} />
          {unit.isReadOnly && (
            <Badge variant="default" leftSection={<IconLock size={12} />}>
              {t('readOnly')}
            </Badge>
          )}
        </>
      }
      actions={
        unit.mayEdit && (
          <>
            {unit.status !== 'VALID' && (
              <Button
                leftSection={<IconCheck size={16} />}
                onClick={() => {
                  decide('VALID');
                }}
              >
                {t(unit.status === 'REJECTED' ? 'restoreIt' : 'accept')}
              </Button>
            )}
            {unit.status !== 'REJECTED' && (
              <Button
                variant="default"
                leftSection={<IconX size={16} />}
                onClick={() => {
                  decide('REJECTED');
                }}
              >
                {t('reject')}
              </Button>
            )}
          </>
        )
      }
    />
  );
}
