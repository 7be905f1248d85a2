'use client';

import { NumberInput, SimpleGrid, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslations } from 'use-intl/react';
import { useAct } from '#components/accounts/use-act.ts';
import { decoderOf } from '#lib/sensors/domain/inventory/catalogue.ts';
import type { ProtocolRow } from '#lib/sensors/domain/inventory/inventory-rows.ts';
import { SensorForm } from '../sensor-form.tsx';
import { saveProtocol } from './inventory-queries.ts';

interface ProtocolFormProps {
  /** Null: a new one. */
  readonly protocol: ProtocolRow | null;
  readonly onClose: () => void;
}

/** Adds a protocol of nodes, or changes one. */
export function ProtocolForm({ protocol, onClose }: ProtocolFormProps) {
  const t = useTranslations('sensorInventory');
  const act = useAct();
  const [identifier, setIdentifier] = useState(protocol?.identifier ?? '');
  const [uplinkMessages, setUplink] = useState<string | number>(protocol?.uplinkMessages ?? 1);
  const [downlinkMessages, setDownlink] = useState<string | number>(protocol?.downlinkMessages ?? 1);
  const said = identifier.trim();
  return (
    <SensorForm
      title={t(protocol === null ? 'protocols.add' : 'protocols.edit')}
      act={act}
      onSave={() =>
        saveProtocol(protocol?.id ?? null, {
          identifier,
          uplinkMessages: Number(uplinkMessages),
          downlinkMessages: Number(downlinkMessages),
        })
      }
      onClose={onClose}
      isReady={said !== '' && uplinkMessages !== '' && downlinkMessages !== ''}
      fieldsShown={['identifier']}
    >
      <TextInput
        label={t('protocols.identifier')}
        description={said === '' ? t('protocols.hint') : t('protocols.readBy', { decoder: decoderOf(said) })}
        required
        maxLength={60}
        value={identifier}
        error={act.fields['identifier']}
        onChange={(event) => {
          setIdentifier(event.currentTarget.value);
        }}
      />
      <SimpleGrid cols={{ base: 1, sm: 2 }}>
        <NumberInput
          label={t('protocols.uplink')}
          min={0}
          max={1_000_000}
          allowDecimal={false}
          value={uplinkMessages}
          onChange={setUplink}
        />
        <NumberInput
          label={t('protocols.downlink')}
          min={0}
          max={1_000_000}
          allowDecimal={false}
          value={downlinkMessages}
          onChange={setDownlink}
        />
      </SimpleGrid>
    </SensorForm>
  );
}
