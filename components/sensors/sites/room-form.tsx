'use client';

import { NumberInput, SimpleGrid, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslations } from 'use-intl/react';
import { useAct } from '#components/accounts/use-act.ts';
import type { RoomChoice } from '#lib/sensors/domain/installed-node.ts';
import { DescriptionField } from '../description-field.tsx';
import { SensorForm } from '../sensor-form.tsx';
import { saveRoom } from './site-queries.ts';

interface RoomFormProps {
  readonly siteId: string;
  /** Null: a new one. */
  readonly room: RoomChoice | null;
  readonly onClose: () => void;
}

const numberOf = (value: string | number) => (value === '' ? null : Number(value));

/** Adds a room to a site, or changes it. */
export function RoomForm({ siteId, room, onClose }: RoomFormProps) {
  const t = useTranslations('sensorPages');
  const act = useAct();
  const [name, setName] = useState(room?.name ?? '');
  const [description, setDescription] = useState(room?.description ?? '');
  const [sizeSqm, setSize] = useState<string | number>(room?.sizeSqm ?? '');
  const [heightM, setHeight] = useState<string | number>(room?.heightM ?? '');
  const [maxOccupancy, setOccupancy] = useState<string | number>(room?.maxOccupancy ?? '');
  const save = async () => {
    const measures = { sizeSqm: numberOf(sizeSqm), heightM: numberOf(heightM), maxOccupancy: numberOf(maxOccupancy) };
    await saveRoom(room === null ? { siteId } : { roomId: room.id }, { name, description, ...measures });
  };
  return (
    <SensorForm
      title={t(room === null ? 'rooms.add' : 'rooms.edit')}
      act={act}
      onSave={save}
      onClose={onClose}
      isReady={name.trim() !== ''}
      fieldsShown={['name']}
    >
      <TextInput
        label={t('rooms.name')}
        required
        maxLength={200}
        value={name}
        error={act.fields['name']}
        onChange={(event) => {
          setName(event.currentTarget.value);
        }}
      />
      <SimpleGrid cols={{ base: 1, sm: 3 }}>
        <NumberInput label={t('rooms.size')} min={0} max={99_999.9} value={sizeSqm} onChange={setSize} />
        <NumberInput label={t('rooms.height')} min={0} max={999.9} value={heightM} onChange={setHeight} />
        <NumberInput
          label={t('rooms.occupancy')}
          min={0}
          max={1_000_000}
          allowDecimal={false}
          value={maxOccupancy}
          onChange={setOccupancy}
        />
      </SimpleGrid>
      <DescriptionField label={t('sites.description')} value={description} onChange={setDescription} />
    </SensorForm>
  );
}
