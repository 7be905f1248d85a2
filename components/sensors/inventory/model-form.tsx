'use client';

import { MultiSelect, NumberInput, SimpleGrid, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslations } from 'use-intl/react';
import { useAct } from '#components/accounts/use-act.ts';
import type { ModelRow } from '#lib/sensors/domain/inventory/inventory-rows.ts';
import { useQuantityName } from '../use-quantity-name.ts';
import { SensorForm } from '../sensor-form.tsx';
import { fetchQuantityChoice, saveModel } from './inventory-queries.ts';

interface ModelFormProps {
  /** Null: a new one. */
  readonly model: ModelRow | null;
  readonly onClose: () => void;
}

/** Adds a model of nodes, or changes one. */
export function ModelForm({ model, onClose }: ModelFormProps) {
  const t = useTranslations('sensorInventory');
  const nameOf = useQuantityName();
  const act = useAct();
  const [texts, setTexts] = useState({
    name: model?.name ?? '',
    tradeName: model?.tradeName ?? '',
    manufacturer: model?.manufacturer ?? '',
    sensorType: model?.sensorType ?? '',
  });
  const [intervalS, setIntervalS] = useState<string | number>(model?.expectedIntervalS ?? '');
  const [quantities, setQuantities] = useState(model?.quantities.map(({ key }) => key) ?? []);
  const { data: choice = model?.quantities ?? [] } = useQuery({
    queryKey: ['sensors', 'inventory', 'quantities', 'choice'],
    queryFn: ({ signal }) => fetchQuantityChoice(signal),
  });
  const field = (key: keyof typeof texts, maxLength: number) => (
    <TextInput
      label={t(`models.${key}`)}
      maxLength={maxLength}
      required={key === 'name'}
      value={texts[key]}
      error={act.fields[key]}
      onChange={(event) => {
        setTexts({ ...texts, [key]: event.currentTarget.value });
      }}
    />
  );
  return (
    <SensorForm
      title={t(model === null ? 'models.add' : 'models.edit')}
      act={act}
      onSave={() =>
        saveModel(model?.id ?? null, {
          ...texts,
          expectedIntervalS: intervalS === '' ? null : Number(intervalS),
          quantities,
        })
      }
      onClose={onClose}
      isReady={texts.name.trim() !== ''}
      fieldsShown={['name', 'tradeName', 'manufacturer', 'sensorType', 'quantities', 'expectedIntervalS']}
    >
      {field('name', 60)}
      <SimpleGrid cols={{ base: 1, sm: 2 }}>
        {field('tradeName', 100)}
        {field('manufacturer', 100)}
      </SimpleGrid>
      {field('sensorType', 100)}
      <MultiSelect
        label={t('models.quantities')}
        searchable
        data={choice.map(({ key, name }) => ({ value: key, label: name === '' ? nameOf(key) : name }))}
        value={quantities}
        error={act.fields['quantities']}
        onChange={setQuantities}
      />
      <NumberInput
        label={t('models.interval')}
        description={t('models.intervalHint')}
        min={1}
        max={31_536_000}
        allowDecimal={false}
        value={intervalS}
        error={act.fields['expectedIntervalS']}
        onChange={setIntervalS}
      />
    </SensorForm>
  );
}
