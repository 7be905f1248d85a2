'use client';

import { Select, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslations } from 'use-intl/react';
import { SectionCard } from '#components/accounts/section-card.tsx';
import { PageHeader } from '#components/ui/page-header.tsx';
import type { QuantityBands } from '#lib/sensors/domain/quantity-bands.ts';
import { BandLegend } from '../band-value.tsx';
import { SensorsTabs } from '../sensors-tabs.tsx';
import { useQuantityName } from '../use-quantity-name.ts';
import { BandsForm } from './bands-form.tsx';

interface NamedQuantity {
  readonly key: string;
  /** As an administrator named it; empty: its key says it. */
  readonly name: string;
  /** UCUM code. */
  readonly unit: string;
}

interface BandsViewProps {
  /** What the organization has decided, and what is usual for the rest. */
  readonly bands: readonly QuantityBands[];
  readonly quantities: readonly NamedQuantity[];
  readonly canEdit: boolean;
}

/** How the values of each quantity are judged: the colours that charts and lists show. */
export function BandsView({ bands, quantities, canEdit }: BandsViewProps) {
  const t = useTranslations('sensorInventory');
  const keyName = useQuantityName();
  const nameOf = ({ key, name }: NamedQuantity) => (name === '' ? keyName(key) : name);
  const [added, setAdded] = useState<readonly string[]>([]);
  const judged = [...new Set([...bands.map(({ quantity }) => quantity), ...added])];
  const others = quantities.filter(({ key }) => !judged.includes(key));
  return (
    <>
      <PageHeader title={t('bands.title')} description={t('bands.about')} />
      <SensorsTabs />
      <Stack maw={760}>
        {judged.map((key) => {
          const quantity = quantities.find((one) => one.key === key) ?? { key, name: '', unit: '1' };
          const decided = bands.find((one) => one.quantity === key)?.bands ?? [{ upTo: null, severity: 0 }];
          return (
            <SectionCard key={key} title={nameOf(quantity)}>
              {canEdit ? (
                <BandsForm quantity={key} name={nameOf(quantity)} unit={quantity.unit} bands={decided} />
              ) : (
                <BandLegend bands={decided} unit={quantity.unit} />
              )}
            </SectionCard>
          );
        })}
        {canEdit ? (
          <Select
            label={t('bands.another')}
            description={t('bands.anotherHint')}
            searchable
            data={others.map((quantity) => ({ value: quantity.key, label: nameOf(quantity) }))}
            value={null}
            onChange={(key) => {
              if (key !== null) setAdded([...added, key]);
            }}
          />
        ) : (
          <Text size="sm" c="dimmed">
            {t('bands.readOnly')}
          </Text>
        )}
      </Stack>
    </>
  );
}
