'use client';

import { ActionIcon, Button, Fieldset, Group, NativeSelect, Stack, Switch, Text, TextInput } from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { useTranslations } from 'use-intl/react';
import { extraKinds, extraRowError, type ExtraKind, type ExtraRow } from './extra-field-rows.ts';

interface ExtraFieldsEditorProps {
  readonly rows: readonly ExtraRow[];
  readonly onChange: (rows: readonly ExtraRow[]) => void;
  readonly error: string | undefined;
}

/** Extra fields line by line: a name, how the value is written, the value. */
export function ExtraFieldsEditor({ rows, onChange, error }: ExtraFieldsEditorProps) {
  const t = useTranslations('place');
  return (
    <Fieldset legend={t('fields.extraFields')}>
      <Stack gap="sm">
        {rows.length === 0 && (
          <Text size="sm" c="dimmed">
            {t('extra.none')}
          </Text>
        )}
        {rows.map((row, index) => (
          <ExtraLine
            key={index}
            number={index + 1}
            row={row}
            error={extraRowError(rows, index)}
            onChange={(changed) => {
              onChange(rows.map((other, place) => (place === index ? { ...other, ...changed } : other)));
            }}
            onRemove={() => {
              onChange(rows.filter((_, place) => place !== index));
            }}
          />
        ))}
        {error !== undefined && (
          <Text size="sm" c="var(--cairn-bad)" role="alert">
            {error}
          </Text>
        )}
        <Group>
          <Button
            variant="default"
            size="xs"
            leftSection={<IconPlus size={14} />}
            onClick={() => {
              onChange([...rows, { key: '', kind: 'text', text: '' }]);
            }}
          >
            {t('extra.add')}
          </Button>
        </Group>
      </Stack>
    </Fieldset>
  );
}

interface ExtraLineProps {
  readonly number: number;
  readonly row: ExtraRow;
  readonly error: ReturnType<typeof extraRowError>;
  readonly onChange: (row: Partial<ExtraRow>) => void;
  readonly onRemove: () => void;
}

function ExtraLine({ number, row, error, onChange, onRemove }: ExtraLineProps) {
  const t = useTranslations('place');
  const isKeyWrong = error === 'unnamed' || error === 'repeated';
  return (
    <Group gap="xs" align="flex-start" wrap="wrap" role="group" aria-label={t('extra.line', { number })}>
      <TextInput
        aria-label={t('extra.key')}
        placeholder={t('extra.key')}
        value={row.key}
        maxLength={255}
        style={{ flex: '2 1 8rem' }}
        error={isKeyWrong && row.key !== '' ? t(`extra.${error}`) : isKeyWrong}
        onChange={(event) => {
          onChange({ key: event.currentTarget.value });
        }}
      />
      <NativeSelect
        aria-label={t('extra.kind')}
        value={row.kind}
        style={{ flex: '1 1 6rem' }}
        data={extraKinds.map((kind) => ({ value: kind, label: t(`extra.kinds.${kind}`) }))}
        onChange={(event) => {
          onChange({ kind: event.currentTarget.value as ExtraKind });
        }}
      />
      {row.kind === 'boolean' ? (
        <Switch
          aria-label={t('extra.value')}
          label={t(row.text === 'true' ? 'extra.yes' : 'extra.no')}
          checked={row.text === 'true'}
          style={{ flex: '3 1 10rem', alignSelf: 'center' }}
          onChange={(event) => {
            onChange({ text: String(event.currentTarget.checked) });
          }}
        />
      ) : (
        <TextInput
          aria-label={t('extra.value')}
          placeholder={t('extra.value')}
          value={row.text}
          style={{ flex: '3 1 10rem' }}
          error={error === 'notValue' ? t('extra.notValue') : null}
          onChange={(event) => {
            onChange({ text: event.currentTarget.value });
          }}
        />
      )}
      <ActionIcon variant="default" size={36} aria-label={t('extra.remove', { number })} onClick={onRemove}>
        <IconTrash size={16} />
      </ActionIcon>
    </Group>
  );
}
