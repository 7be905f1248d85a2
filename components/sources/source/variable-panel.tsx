'use client';

import { Card, Group, Select, Stack, Text, Title } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { parseAsInteger, parseAsString, useQueryStates } from 'nuqs';
import { useTranslations } from 'use-intl/react';
import { ErrorState } from '#components/ui/error-state.tsx';
import { PanelSkeleton } from '#components/ui/skeletons.tsx';
import type { SourceType } from '#lib/passive/domain/views/view-results.ts';
import { LinesChart } from './lines-chart.tsx';
import { chartHeightPx } from './time-props.ts';
import { useTypeName } from './type-names.ts';
import type { ShownTimeControl } from './use-shown-time.ts';
import { fetchVariableChart, fetchVariables } from './view-queries.ts';

interface VariablePanelProps {
  readonly sourceId: string;
  readonly types: readonly SourceType[];
  readonly control: ShownTimeControl;
}

/** Any variable of any type that was a number, as a chart; the choice is in the address. */
export function VariablePanel({ sourceId, types, control }: VariablePanelProps) {
  const t = useTranslations('passive');
  const typeName = useTypeName();
  const [{ of, variable }, setChoice] = useQueryStates({ of: parseAsInteger, variable: parseAsString });
  const type = types.find(({ typeId }) => typeId === of);
  const { data: variables, isFetching } = useQuery({
    queryKey: ['points', 'variables', sourceId, of],
    queryFn: ({ signal }) => fetchVariables({ source: sourceId, type: of ?? 0 }, signal),
    enabled: type !== undefined,
  });
  return (
    <Card component="section" aria-label={t('variable.title')}>
      <Stack gap="sm">
        <Group justify="space-between" align="end" gap="sm">
          <div>
            <Title order={2} size="h3">
              {t('variable.title')}
            </Title>
            <Text size="sm" c="dimmed">
              {t('variable.description')}
            </Text>
          </div>
          <Group gap="sm" align="end">
            <Select
              label={t('variable.type')}
              placeholder={t('variable.chooseType')}
              data={types.map(({ typeId, identifier }) => ({ value: String(typeId), label: typeName(identifier) }))}
              value={type ? String(type.typeId) : null}
              onChange={(value) => void setChoice({ of: value === null ? null : Number(value), variable: null })}
              searchable
              clearable
              w={240}
            />
            <Select
              label={t('variable.name')}
              placeholder={variables?.length === 0 ? t('variable.none') : t('variable.choose')}
              data={(variables ?? []).map(({ path }) => path)}
              value={variable}
              onChange={(value) => void setChoice({ variable: value })}
              disabled={type === undefined || isFetching || variables?.length === 0}
              searchable
              w={280}
            />
          </Group>
        </Group>
        {type && variable !== null && (
          <VariableChart sourceId={sourceId} type={type} path={variable} control={control} />
        )}
      </Stack>
    </Card>
  );
}

interface VariableChartProps extends Omit<VariablePanelProps, 'types'> {
  readonly type: SourceType;
  readonly path: string;
}

function VariableChart({ sourceId, type, path, control }: VariableChartProps) {
  const t = useTranslations('passive');
  const typeName = useTypeName();
  const { shown } = control;
  const { data, error, refetch } = useQuery({
    queryKey: ['points', 'variable', sourceId, type.typeId, path, shown],
    queryFn: ({ signal }) => fetchVariableChart({ source: sourceId, type: type.typeId, shown }, path, signal),
    placeholderData: keepPreviousData,
  });
  const title = `${typeName(type.identifier)}: ${path}`;
  if (error) return <ErrorState error={error} title={title} onRetry={() => void refetch()} />;
  if (!data) return <PanelSkeleton heightPx={chartHeightPx} />;
  if (data.rows.length > 0) return <LinesChart data={data} title={title} control={control} />;
  return (
    <Text size="sm" c="dimmed" ta="center" py="xl">
      {t('variable.nothing')}
    </Text>
  );
}
