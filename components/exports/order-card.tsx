'use client';

import { Button, Card, Group, MultiSelect, SegmentedControl, Select, Stack, Text, Title } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconFileExport } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'use-intl/react';
import { ApiProblem } from '#components/ui/api-client.ts';
import { DayFields } from './day-fields.tsx';
import { DestinationField } from './destinations/destination-field.tsx';
import { EstimateLine } from './estimate-line.tsx';
import { fetchGroups, sendOrder } from './export-queries.ts';
import { FormatFields } from './format-fields.tsx';
import { ScheduleButton } from './schedules/schedule-button.tsx';
import { SourcePicker } from './source-picker.tsx';
import { TypePicker } from './type-picker.tsx';
import { isComplete, type OrderState, type Whose } from './use-order-form.ts';

export interface StudyChoice {
  readonly key: string;
  readonly name: string;
}

interface OrderCardProps {
  readonly state: OrderState;
  /** Studies in which the viewer may export. */
  readonly studies: readonly StudyChoice[];
}

/** The form that orders an export. */
export function OrderCard({ state, studies }: OrderCardProps) {
  const t = useTranslations('exports');
  const { order, change } = state;
  const sending = useOrdering();
  const fields = sending.error instanceof ApiProblem ? sending.error.fields : {};
  const ready = isComplete(state);
  return (
    <Card component="section" aria-labelledby="new-export">
      <Title order={2} size="h4" id="new-export" mb="md">
        {t('order.title')}
      </Title>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (ready) sending.mutate(order);
        }}
      >
        <Stack gap="lg">
          {studies.length > 1 && (
            <Select
              label={t('order.study')}
              placeholder={t('order.studyPlaceholder')}
              data={studies.map(({ key, name }) => ({ value: key, label: name }))}
              value={order.study || null}
              onChange={(key) => {
                if (key !== null) state.setStudy(key);
              }}
              allowDeselect={false}
              searchable
            />
          )}
          {order.study !== '' && (
            <>
              <WhoseFields state={state} errors={fields} />
              <TypePicker
                chosen={order}
                value={order.types}
                onChange={(types) => {
                  change({ types });
                }}
              />
              <DayFields value={order} onChange={change} error={fields['to'] ?? fields['from']} />
              <FormatFields order={order} onChange={change} errors={fields} />
              <DestinationField
                value={order.destinationIds}
                onChange={(destinationIds) => {
                  change({ destinationIds });
                }}
                error={fields['destinationIds']}
              />
            </>
          )}
          {sending.error && (
            <Text size="sm" c="var(--cairn-bad)" role="alert">
              {sending.error.message}
            </Text>
          )}
          <Group justify="space-between" gap="sm">
            {ready ? <EstimateLine order={order} /> : <span />}
            <Group gap="sm">
              <ScheduleButton order={order} isOff={!ready} />
              <Button
                type="submit"
                leftSection={<IconFileExport size={16} />}
                loading={sending.isPending}
                disabled={!ready}
              >
                {t('order.submit')}
              </Button>
            </Group>
          </Group>
        </Stack>
      </form>
    </Card>
  );
}

function useOrdering() {
  const t = useTranslations('exports');
  const queries = useQueryClient();
  return useMutation({
    mutationFn: sendOrder,
    onSuccess: async ({ taskIds }) => {
      notifications.show({
        title: t('order.ordered'),
        message: t('order.orderedParts', { parts: taskIds.length }),
        color: 'cairn',
      });
      await Promise.all(['exports', 'tasks'].map((key) => queries.invalidateQueries({ queryKey: [key] })));
    },
  });
}

interface WhoseFieldsProps {
  readonly state: OrderState;
  readonly errors: Readonly<Record<string, string>>;
}

const ways: readonly Whose[] = ['all', 'groups', 'sources'];

function WhoseFields({ state, errors }: WhoseFieldsProps) {
  const t = useTranslations('exports');
  const { order, whose, change } = state;
  const { data: groups } = useQuery({
    queryKey: ['exports', 'groups', order.study],
    queryFn: ({ signal }) => fetchGroups(order.study, signal),
    enabled: whose === 'groups',
  });
  const labels = { all: t('order.whoseAll'), groups: t('order.whoseGroups'), sources: t('order.whoseSources') };
  return (
    <Stack gap="xs" role="group" aria-labelledby="export-whose">
      <Text size="sm" fw={500} id="export-whose">
        {t('order.whose')}
      </Text>
      <SegmentedControl
        aria-labelledby="export-whose"
        value={whose}
        onChange={(next) => {
          state.setWhose(ways.find((way) => way === next) ?? 'all');
        }}
        data={ways.map((way) => ({ value: way, label: labels[way] }))}
      />
      {whose === 'groups' && (
        <MultiSelect
          label={t('order.groups')}
          placeholder={order.groupIds.length === 0 ? t('order.groupsPlaceholder') : ''}
          nothingFoundMessage={t('order.noGroups')}
          data={(groups ?? []).map(({ id, name }) => ({ value: id, label: name }))}
          value={order.groupIds}
          onChange={(groupIds) => {
            change({ groupIds });
          }}
          searchable
          clearable
          error={errors['groupIds']}
        />
      )}
      {whose === 'sources' && (
        <SourcePicker
          study={order.study}
          value={order.sourceIds}
          onChange={(sourceIds) => {
            change({ sourceIds });
          }}
          error={errors['sourceIds']}
        />
      )}
    </Stack>
  );
}
