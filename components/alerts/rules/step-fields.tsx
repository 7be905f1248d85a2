'use client';

import { ActionIcon, Button, Fieldset, Group, NumberInput, Select, Stack, Switch, TextInput } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { useTranslations } from 'use-intl/react';
import { operators } from '#lib/passive/domain/checks/rule.ts';
import { alertLevels } from '#lib/sources/domain/alerts/alert.ts';
import { fidelityStates } from '#lib/sources/domain/fidelity/fidelity.ts';
import { emptyStep, orders, type RuleFormValues } from './rule-draft.ts';

interface FieldsProps {
  readonly form: UseFormReturnType<RuleFormValues>;
}

const maxSteps = 6;

/** What is said when: from the worst on, the first line that holds counts. */
export function StepFields({ form }: FieldsProps) {
  const t = useTranslations('alerts');
  const { kind, steps } = form.values;
  const isList = kind !== 'region';
  const shown = isList ? steps : steps.slice(0, 1);
  return (
    <Stack gap="sm">
      {shown.map((_step, place) => (
        // The n-th line is the n-th line, whatever stands in it.
        <StepLine key={String(place)} form={form} place={place} canRemove={isList && steps.length > 1} />
      ))}
      {isList && steps.length < maxSteps && (
        <Button
          variant="subtle"
          size="compact-sm"
          leftSection={<IconPlus size={14} />}
          onClick={() => {
            form.insertListItem('steps', { ...emptyStep, level: 'critical' });
          }}
        >
          {t('form.addStep')}
        </Button>
      )}
      <NoneFields form={form} />
    </Stack>
  );
}

function StepLine({ form, place, canRemove }: FieldsProps & { readonly place: number; readonly canRemove: boolean }) {
  const t = useTranslations('alerts');
  const tf = useTranslations('fidelity');
  const { kind } = form.values;
  const at = `steps.${String(place)}`;
  return (
    <Fieldset legend={t('form.step', { number: place + 1 })} p="sm">
      <Group gap="sm" align="flex-start" wrap="wrap">
        {(kind === 'threshold' || kind === 'observation') && (
          <>
            <Select
              label={t('form.operator')}
              w={150}
              allowDeselect={false}
              data={(kind === 'threshold' ? operators : orders).map((operator) => ({
                value: operator,
                label: t(`operators.${operator}`),
              }))}
              {...form.getInputProps(`${at}.operator`)}
            />
            <TextInput label={t('form.value')} w={120} required {...form.getInputProps(`${at}.value`)} />
          </>
        )}
        {kind === 'fidelity' && (
          <Select
            label={t('form.state')}
            w={150}
            allowDeselect={false}
            data={fidelityStates
              .filter((state) => state !== 'unknown')
              .map((state) => ({ value: state, label: tf(`states.${state}`) }))}
            {...form.getInputProps(`${at}.state`)}
          />
        )}
        {kind === 'silence' && (
          <NumberInput label={t('form.hours')} w={150} min={0} required {...form.getInputProps(`${at}.hours`)} />
        )}
        <Select
          label={t('columns.level')}
          w={140}
          allowDeselect={false}
          data={alertLevels.map((level) => ({ value: level, label: t(`levels.${level}`) }))}
          {...form.getInputProps(`${at}.level`)}
        />
        <TextInput
          label={t('columns.message')}
          style={{ flex: '1 1 14rem' }}
          required
          maxLength={300}
          {...form.getInputProps(`${at}.message`)}
        />
        {canRemove && (
          <ActionIcon
            mt={26}
            aria-label={t('form.removeStep', { number: place + 1 })}
            onClick={() => {
              form.removeListItem('steps', place);
            }}
          >
            <IconTrash size={16} stroke={1.5} />
          </ActionIcon>
        )}
      </Group>
    </Fieldset>
  );
}

function NoneFields({ form }: FieldsProps) {
  const t = useTranslations('alerts');
  return (
    <>
      <Switch
        label={t(form.values.kind === 'region' ? 'form.nonePosition' : 'form.none')}
        {...form.getInputProps('saysNone', { type: 'checkbox' })}
      />
      {form.values.saysNone && (
        <Group gap="sm" align="flex-start" wrap="wrap">
          <Select
            label={t('columns.level')}
            w={140}
            allowDeselect={false}
            data={alertLevels.map((level) => ({ value: level, label: t(`levels.${level}`) }))}
            {...form.getInputProps('none.level')}
          />
          <TextInput
            label={t('columns.message')}
            style={{ flex: '1 1 14rem' }}
            required
            maxLength={300}
            {...form.getInputProps('none.message')}
          />
        </Group>
      )}
    </>
  );
}
