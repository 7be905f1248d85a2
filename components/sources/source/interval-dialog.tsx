'use client';

import { Button, Group, Modal, NumberInput, Stack, Switch, Text } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslations } from 'use-intl/react';
import { Failure } from '#components/accounts/failure.tsx';
import { useAct } from '#components/accounts/use-act.ts';
import { saveExpectedInterval, type SourceFidelity } from './fidelity-queries.ts';

interface IntervalDialogProps {
  readonly fidelity: SourceFidelity;
  readonly onClose: () => void;
}

/** Decides how often one source is expected to deliver. */
export function IntervalDialog({ fidelity, onClose }: IntervalDialogProps) {
  const t = useTranslations('fidelity');
  const queries = useQueryClient();
  const act = useAct();
  const [isOwn, setOwn] = useState(fidelity.ownIntervalS !== null);
  const [minutes, setMinutes] = useState<string | number>(fidelity.expectedIntervalS / 60);
  const submit = async () => {
    await saveExpectedInterval(fidelity.sourceId, isOwn ? Math.round(Number(minutes) * 60) : null);
    await queries.invalidateQueries({ queryKey: ['sources', 'fidelity', fidelity.sourceId] });
    onClose();
  };
  return (
    <Modal opened onClose={onClose} title={t('intervalTitle')}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void act.run(submit);
        }}
      >
        <Stack>
          <Text size="sm">{t('intervalText')}</Text>
          <Switch
            label={t('intervalOwn')}
            checked={isOwn}
            onChange={(event) => {
              setOwn(event.currentTarget.checked);
            }}
          />
          {isOwn && (
            <NumberInput
              label={t('intervalMinutes')}
              required
              min={1 / 60}
              max={525_600}
              value={minutes}
              error={act.fields['expectedIntervalS']}
              onChange={setMinutes}
            />
          )}
          <Failure act={act} fieldsShown={['expectedIntervalS']} />
          <Group justify="flex-end">
            <Button type="submit" loading={act.isRunning} disabled={isOwn && !(Number(minutes) > 0)}>
              {t('save')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
