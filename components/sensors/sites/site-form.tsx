'use client';

import { Select, TextInput } from '@mantine/core';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { useTranslations } from 'use-intl/react';
import { useAct } from '#components/accounts/use-act.ts';
import type { SiteRow } from '#lib/sensors/domain/installed-node.ts';
import { DescriptionField } from '../description-field.tsx';
import { SensorForm } from '../sensor-form.tsx';
import { saveSite } from './site-queries.ts';

interface SiteFormProps {
  /** Null: a new one. */
  readonly site: SiteRow | null;
  readonly onClose: () => void;
}

/** Adds a site, or changes its name, zone and description. */
export function SiteForm({ site, onClose }: SiteFormProps) {
  const t = useTranslations('sensorPages');
  const router = useRouter();
  const act = useAct();
  const [name, setName] = useState(site?.name ?? '');
  const [description, setDescription] = useState(site?.description ?? '');
  const [timeZone, setTimeZone] = useState(() => site?.timeZone ?? Intl.DateTimeFormat().resolvedOptions().timeZone);
  const save = async () => {
    const { id } = await saveSite(site?.id ?? null, { name, description, timeZone });
    if (site === null) router.push(`/sensors/sites/${id}`);
    else router.refresh();
  };
  return (
    <SensorForm
      title={t(site === null ? 'sites.add' : 'sites.edit')}
      act={act}
      onSave={save}
      onClose={onClose}
      isReady={name.trim() !== ''}
      fieldsShown={['name', 'timeZone']}
    >
      <TextInput
        label={t('sites.name')}
        required
        maxLength={200}
        value={name}
        error={act.fields['name']}
        onChange={(event) => {
          setName(event.currentTarget.value);
        }}
      />
      <Select
        label={t('sites.zone')}
        description={t('sites.zoneHint')}
        required
        searchable
        allowDeselect={false}
        data={[...new Set(['UTC', timeZone, ...Intl.supportedValuesOf('timeZone')])]}
        value={timeZone}
        error={act.fields['timeZone']}
        onChange={(value) => {
          setTimeZone(value ?? timeZone);
        }}
      />
      <DescriptionField label={t('sites.description')} value={description} onChange={setDescription} />
    </SensorForm>
  );
}
