'use client';

import { TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslations } from 'use-intl/react';
import { useAct } from '#components/accounts/use-act.ts';
import type { QuantityRow } from '#lib/sensors/domain/inventory/inventory-rows.ts';
import { unitSymbol } from '#lib/sensors/domain/unit-symbol.ts';
import { SensorForm } from '../sensor-form.tsx';
import { saveQuantity } from './inventory-queries.ts';

interface QuantityFormProps {
  /** Null: a new one. */
  readonly quantity: QuantityRow | null;
  readonly onClose: () => void;
}

/** Adds a quantity, or names one anew: what was measured stays stored under its key. */
export function QuantityForm({ quantity, onClose }: QuantityFormProps) {
  const t = useTranslations('sensorInventory');
  const act = useAct();
  const [name, setName] = useState(quantity === null ? '' : quantity.name || quantity.key);
  const [unitName, setUnitName] = useState(quantity === null ? '' : quantity.unitName || unitSymbol(quantity.unit));
  return (
    <SensorForm
      title={t(quantity === null ? 'quantities.add' : 'quantities.edit')}
      act={act}
      onSave={() => saveQuantity(quantity?.key ?? null, { name, unitName })}
      onClose={onClose}
      isReady={name.trim() !== '' && unitName.trim() !== ''}
      fieldsShown={['name', 'unitName']}
    >
      <TextInput
        label={t('quantities.name')}
        required
        maxLength={60}
        value={name}
        error={act.fields['name']}
        onChange={(event) => {
          setName(event.currentTarget.value);
        }}
      />
      <TextInput
        label={t('quantities.unit')}
        description={t(quantity === null ? 'quantities.newUnitHint' : 'quantities.unitHint')}
        required
        maxLength={30}
        value={unitName}
        error={act.fields['unitName']}
        onChange={(event) => {
          setUnitName(event.currentTarget.value);
        }}
      />
    </SensorForm>
  );
}
