'use client';

import { Checkbox, Fieldset, SimpleGrid, Stack, Text } from '@mantine/core';
import { useTranslations } from 'use-intl/react';
import type { Verb } from '#lib/platform/auth/verbs.ts';
import { verbGroups } from './verb-groups.ts';

interface VerbChoiceProps {
  readonly chosen: ReadonlySet<Verb>;
  /** Verbs that can be chosen; the others are not shown. */
  readonly offered: ReadonlySet<Verb>;
  readonly onChange: (chosen: ReadonlySet<Verb>) => void;
  readonly error: string | undefined;
}

/** Ticks permissions, by what they are about. */
export function VerbChoice({ chosen, offered, onChange, error }: VerbChoiceProps) {
  const t = useTranslations('accounts');
  const toggle = (verb: Verb, isOn: boolean) => {
    const next = new Set(chosen);
    if (isOn) next.add(verb);
    else next.delete(verb);
    onChange(next);
  };
  const groups = verbGroups
    .map(({ noun, verbs }) => ({ noun, verbs: verbs.filter((verb) => offered.has(verb)) }))
    .filter(({ verbs }) => verbs.length > 0);
  return (
    <div>
      <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="sm">
        {groups.map(({ noun, verbs }) => (
          <Fieldset key={noun} legend={t(`nouns.${noun}`)} p="sm">
            <Stack gap={6}>
              {verbs.map((verb) => (
                <Checkbox
                  key={verb}
                  size="xs"
                  label={t(`verbs.${verb}`)}
                  checked={chosen.has(verb)}
                  onChange={(event) => {
                    toggle(verb, event.currentTarget.checked);
                  }}
                />
              ))}
            </Stack>
          </Fieldset>
        ))}
      </SimpleGrid>
      {error !== undefined && (
        <Text size="xs" c="var(--cairn-bad)" mt={4} role="alert">
          {error}
        </Text>
      )}
    </div>
  );
}
