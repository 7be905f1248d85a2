'use client';

import { Button, Checkbox, Group, Stack, Text } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslations } from 'use-intl/react';
import type { ParticipantData } from '../donation-data.ts';
import { changeOwnDonation } from './participant-client.ts';

interface ChooseServicesProps {
  readonly donation: ParticipantData;
  readonly token: string;
  readonly onDone: () => void;
}

/** Which services a participant wants to give a copy from. */
export function ChooseServices({ donation, token, onDone }: ChooseServicesProps) {
  const t = useTranslations('donations');
  const queries = useQueryClient();
  const [chosen, setChosen] = useState<string[]>([...donation.chosen]);
  const save = useMutation({
    mutationFn: () => changeOwnDonation(token, { services: chosen }),
    onSuccess: (changed) => {
      queries.setQueryData(['own-donation', token], changed);
      onDone();
    },
  });
  return (
    <Stack>
      <Checkbox.Group
        label={t('page.choose')}
        description={t('page.chooseHint')}
        value={chosen}
        onChange={setChosen}
        labelProps={{ fz: 'md', fw: 600 }}
      >
        <Stack gap="sm" mt="sm">
          {donation.services.map(({ slug, name }) => (
            <Checkbox key={slug} value={slug} label={name} size="md" />
          ))}
        </Stack>
      </Checkbox.Group>
      {save.error && (
        <Text size="sm" c="var(--cairn-bad)" role="alert">
          {save.error.message}
        </Text>
      )}
      <Group>
        <Button
          loading={save.isPending}
          disabled={chosen.length === 0}
          onClick={() => {
            save.mutate();
          }}
        >
          {t('page.continue')}
        </Button>
      </Group>
    </Stack>
  );
}
