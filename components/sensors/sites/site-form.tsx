'use client';

import { Button, Group, Modal, Select, Stack, Textarea, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { useTranslations } from 'use-intl/react';
import { Failure } from '#components/accounts/failure.tsx';
import { useAct } from '#components/accounts/use-act.ts';
import type { SiteRow } from '#lib/sensors/domain/installed-node.ts';
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
  const queries = useQueryClient();
  const act = useAct();
  const [name, setName] = useState(site?.name ?? '');
  const [description, setDescription] = useState(site?.description ?? '');
  const [timeZone, setTimeZone] = useState(() => site?.timeZone ?? Intl.DateTimeFormat().resolvedOptions().timeZone);
  const submit = async () => {
    const { id } = await saveSite(site?.id ?? null, { name, description, timeZone });
    await queries.invalidateQueries({ queryKey: ['sensors'] });
    onClose();
    if (site === null) router.push(`/sensors/sites/${id}`);
    else router.refresh();
  };
  return (
    <Modal opened onClose={onClose} title={t(site === null ? 'sites.add' : 'sites.edit')}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void act.run(submit);
        }}
      >
        <Stack>
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
          <Textarea
            label={t('sites.description')}
            maxLength={4000}
            autosize
            minRows={2}
            value={description}
            onChange={(event) => {
              setDescription(event.currentTarget.value);
            }}
          />
          <Failure act={act} fieldsShown={['name', 'timeZone']} />
          <FormButtons isRunning={act.isRunning} isReady={name.trim() !== ''} onClose={onClose} />
        </Stack>
      </form>
    </Modal>
  );
}

interface FormButtonsProps {
  readonly isRunning: boolean;
  readonly isReady: boolean;
  readonly onClose: () => void;
}

/** Save, or leave it. */
export function FormButtons({ isRunning, isReady, onClose }: FormButtonsProps) {
  const t = useTranslations('sensorPages');
  return (
    <Group justify="flex-end" gap="xs">
      <Button variant="default" onClick={onClose}>
        {t('cancel')}
      </Button>
      <Button type="submit" loading={isRunning} disabled={!isReady}>
        {t('save')}
      </Button>
    </Group>
  );
}
