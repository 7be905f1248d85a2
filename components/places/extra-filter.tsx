'use client';

import { Button, Group, Pill, Stack, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslations } from 'use-intl/react';

type Fields = Readonly<Record<string, string>>;

interface ExtraFilterProps {
  /** Extra fields and the value that each must have. */
  readonly value: Fields;
  /** Called with what makes the new fields from those that there are by then. */
  readonly onChange: (change: (value: Fields) => Fields) => void;
}

/** Narrows by the extra fields that lists bring along. */
export function ExtraFilter({ value, onChange }: ExtraFilterProps) {
  const t = useTranslations('places');
  const [field, setField] = useState('');
  const [wanted, setWanted] = useState('');
  const add = () => {
    onChange((fields) => ({ ...fields, [field.trim()]: wanted }));
    setField('');
    setWanted('');
  };
  return (
    <Stack gap="xs">
      <Group gap="xs" align="flex-end" wrap="nowrap" grow preventGrowOverflow={false}>
        <TextInput
          label={t('filters.extraField')}
          maxLength={255}
          value={field}
          onChange={(event) => {
            setField(event.currentTarget.value);
          }}
        />
        <TextInput
          label={t('filters.extraValue')}
          maxLength={1000}
          value={wanted}
          onChange={(event) => {
            setWanted(event.currentTarget.value);
          }}
        />
        <Button variant="default" disabled={field.trim() === ''} onClick={add} style={{ flex: 'none' }}>
          {t('filters.extraAdd')}
        </Button>
      </Group>
      <Pill.Group>
        {Object.entries(value).map(([key, text]) => (
          <Pill
            key={key}
            withRemoveButton
            removeButtonProps={{
              'aria-label': t('filters.extraRemove', { field: key }),
              'aria-hidden': false,
              tabIndex: 0,
            }}
            onRemove={() => {
              onChange((fields) => Object.fromEntries(Object.entries(fields).filter(([other]) => other !== key)));
            }}
          >
            {`${key} = ${text}`}
          </Pill>
        ))}
      </Pill.Group>
    </Stack>
  );
}
