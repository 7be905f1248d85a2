'use client';

import { NumberInput, SimpleGrid, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslations } from 'use-intl/react';
import { useAct } from '#components/accounts/use-act.ts';
import type { AddressRow } from '#lib/sensors/domain/inventory/inventory-rows.ts';
import { InventoryForm } from './inventory-form.tsx';
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
  const [latitude, setLatitude] = useState<string | number>(address?.latitude ?? '');
  const [longitude, setLongitude] = useState<string | number>(address?.longitude ?? '');
  const save = async () => {
    const street2 = texts.street2.trim() === '' ? null : texts.street2;
    const position = { latitude: numberOf(latitude), longitude: numberOf(longitude) };
    const saved = await saveAddress(address?.id ?? null, {
      ...texts,
      ...position,
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
  const sites = address?.sites ?? [];
  return (
    <InventoryForm
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
        <NumberInput
          label={t('addresses.latitude')}
          min={-90}
          max={90}
          decimalScale={6}
          hideControls
          value={latitude}
          error={act.fields['latitude']}
          onChange={setLatitude}
        />
        <NumberInput
          label={t('addresses.longitude')}
          min={-180}
          max={180}
          decimalScale={6}
          hideControls
          value={longitude}
          error={act.fields['longitude']}
          onChange={setLongitude}
        />
      </SimpleGrid>
    </InventoryForm>
  );
}
