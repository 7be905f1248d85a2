'use client';

import { NumberInput, SimpleGrid, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslations } from 'use-intl/react';
import { useAct } from '#components/accounts/use-act.ts';
import type { AddressRow } from '#lib/sensors/domain/inventory/inventory-rows.ts';
import { SensorForm } from '../sensor-form.tsx';
import { saveAddress } from './inventory-queries.ts';

interface AddressFormProps {
  /** Null: a new one. */
  readonly address: AddressRow | null;
  /** Called with what was saved, before the form closes. */
  readonly onSaved?: (address: AddressRow) => Promise<unknown>;
  readonly onClose: () => void;
}

const numberOf = (value: string | number) => (value === '' ? null : Number(value));
const longest = { street1: 200, street2: 200, zip: 20, city: 200, country: 2 } as const;
type TextKey = keyof typeof longest;

/** Adds an address, or changes one; sites that have it move on the map with it. */
export function AddressForm({ address, onSaved, onClose }: AddressFormProps) {
  const t = useTranslations('sensorInventory');
  const act = useAct();
  const [texts, setTexts] = useState({
    street1: address?.street1 ?? '',
    street2: address?.street2 ?? '',
    zip: address?.zip ?? '',
    city: address?.city ?? '',
    country: address?.country ?? '',
  });
  const [position, setPosition] = useState<Readonly<Record<'latitude' | 'longitude', string | number>>>({
    latitude: address?.latitude ?? '',
    longitude: address?.longitude ?? '',
  });
  const save = async () => {
    const street2 = texts.street2.trim() === '' ? null : texts.street2;
    const saved = await saveAddress(address?.id ?? null, {
      ...texts,
      latitude: numberOf(position.latitude),
      longitude: numberOf(position.longitude),
      street2,
      country: texts.country.trim().toUpperCase(),
    });
    await onSaved?.(saved);
  };
  const field = (key: TextKey, isRequired = false) => (
    <TextInput
      label={t(`addresses.${key}`)}
      required={isRequired}
      maxLength={longest[key]}
      value={texts[key]}
      error={act.fields[key]}
      onChange={(event) => {
        setTexts({ ...texts, [key]: event.currentTarget.value });
      }}
    />
  );
  const coordinate = (key: keyof typeof position, most: number) => (
    <NumberInput
      label={t(`addresses.${key}`)}
      min={-most}
      max={most}
      decimalScale={6}
      hideControls
      value={position[key]}
      error={act.fields[key]}
      onChange={(value) => {
        setPosition({ ...position, [key]: value });
      }}
    />
  );
  const sites = address?.sites ?? [];
  return (
    <SensorForm
      title={t(address === null ? 'addresses.add' : 'addresses.edit')}
      act={act}
      onSave={save}
      onClose={onClose}
      isReady={texts.street1.trim() !== '' && texts.city.trim() !== ''}
      fieldsShown={[...Object.keys(longest), 'latitude', 'longitude']}
    >
      {sites.length > 1 && (
        <Text size="sm">{t('addresses.shared', { sites: sites.map(({ name }) => name).join(', ') })}</Text>
      )}
      {field('street1', true)}
      {field('street2')}
      <SimpleGrid cols={{ base: 1, sm: 3 }}>
        {field('zip')}
        {field('city', true)}
        {field('country')}
      </SimpleGrid>
      <SimpleGrid cols={{ base: 1, sm: 2 }}>
        {coordinate('latitude', 90)}
        {coordinate('longitude', 180)}
      </SimpleGrid>
    </SensorForm>
  );
}
