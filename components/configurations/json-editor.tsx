'use client';

import { Button, Group, Stack, Textarea } from '@mantine/core';
import { useTranslations } from 'use-intl/react';
import { indentJson } from '#lib/exports/domain/indent-json.ts';
import { jsonFlaw } from '#lib/passive/domain/json-flaw.ts';
import classes from './json-editor.module.css';

interface JsonEditorProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (text: string) => void;
  readonly isReadOnly?: boolean;
  readonly minRows?: number;
  readonly maxRows?: number;
}

/** A text that must be JSON: says while one types what is wrong and where, and can lay it out. Keeps every digit. */
export function JsonEditor({ label, value, onChange, isReadOnly = false, minRows = 8, maxRows = 24 }: JsonEditorProps) {
  const t = useTranslations('passive');
  const flaw = jsonFlaw(value);
  const place =
    flaw?.line && flaw.column ? `, ${t('configurations.bodyAt', { line: flaw.line, column: flaw.column })}` : '';
  return (
    <Stack gap={4}>
      <Textarea
        label={label}
        autosize
        minRows={minRows}
        maxRows={maxRows}
        value={value}
        readOnly={isReadOnly}
        spellCheck={false}
        autoCapitalize="off"
        autoCorrect="off"
        classNames={{ input: classes['input'] ?? '' }}
        error={flaw ? `${t('configurations.bodyInvalid', { reason: flaw.reason })}${place}` : null}
        onChange={(event) => {
          onChange(event.currentTarget.value);
        }}
      />
      {!isReadOnly && (
        <Group justify="flex-end">
          <Button
            size="compact-xs"
            variant="subtle"
            disabled={flaw !== null}
            onClick={() => {
              onChange(indentJson(value, 0));
            }}
          >
            {t('configurations.format')}
          </Button>
        </Group>
      )}
    </Stack>
  );
}
