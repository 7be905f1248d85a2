'use client';

import { Button, Group, NumberInput, SegmentedControl, Select, Stack, Text, Textarea } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import { IconArrowBackUp } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { z } from 'zod';
import { useTranslations } from 'use-intl/react';
import { RegionMap } from '#components/map/region-map.tsx';
import { apiGet } from '#components/ui/api-client.ts';
import type { RegionShape } from '#lib/passive/domain/checks/rule.ts';
import { parseRing, type RuleFormValues } from './rule-draft.ts';

const positionsSchema = z.object({ items: z.array(z.object({ position: z.tuple([z.number(), z.number()]) })) });

interface RegionFieldsProps {
  readonly form: UseFormReturnType<RuleFormValues>;
  readonly studyKey: string;
}

/** A circle or a polygon: drawn on a map by clicks, or typed. */
export function RegionFields({ form, studyKey }: RegionFieldsProps) {
  const t = useTranslations('alerts');
  const { shapeType, center, radiusM, ring } = form.values;
  const { data } = useQuery({
    queryKey: ['alerts', 'positions', studyKey],
    queryFn: ({ signal }) => apiGet('sources/positions', positionsSchema, { query: { study: studyKey }, signal }),
    retry: false,
  });
  const corners = parseRing(ring);
  return (
    <Stack gap="sm">
      <Group gap="sm" wrap="wrap">
        <Select
          label={t('form.when')}
          allowDeselect={false}
          data={[
            { value: 'outside', label: t('form.outside') },
            { value: 'inside', label: t('form.inside') },
          ]}
          {...form.getInputProps('when')}
        />
        <NumberInput
          label={t('form.maxAge')}
          description={t('form.maxAgeHint')}
          min={0}
          {...form.getInputProps('maxAgeHours')}
        />
      </Group>
      <SegmentedControl
        aria-label={t('form.shape')}
        data={[
          { value: 'circle', label: t('form.circle') },
          { value: 'polygon', label: t('form.polygon') },
        ]}
        value={shapeType}
        onChange={(value) => {
          form.setFieldValue('shapeType', value === 'polygon' ? 'polygon' : 'circle');
        }}
      />
      <Text size="sm" c="dimmed">
        {t(shapeType === 'circle' ? 'form.circleHint' : 'form.polygonHint')}
      </Text>
      <RegionMap
        heightPx={280}
        label={t('form.map')}
        shape={shapeOf(form.values)}
        positions={data?.items.map(({ position }) => position) ?? []}
        onPoint={(at) => {
          if (shapeType === 'circle') form.setFieldValue('center', [...at]);
          else form.setFieldValue('ring', [...corners, at].map((corner) => corner.join(' ')).join('\n'));
        }}
      />
      {shapeType === 'circle' ? (
        <CircleFields form={form} center={center} radiusM={radiusM} />
      ) : (
        <>
          <Textarea
            label={t('form.ring')}
            description={t('form.ringHint')}
            autosize
            minRows={3}
            maxRows={10}
            {...form.getInputProps('ring')}
          />
          <Button
            variant="subtle"
            size="compact-sm"
            disabled={corners.length === 0}
            leftSection={<IconArrowBackUp size={14} />}
            onClick={() => {
              form.setFieldValue(
                'ring',
                corners
                  .slice(0, -1)
                  .map((corner) => corner.join(' '))
                  .join('\n'),
              );
            }}
          >
            {t('form.undoCorner')}
          </Button>
        </>
      )}
    </Stack>
  );
}

interface CircleFieldsProps extends Pick<RegionFieldsProps, 'form'>, Pick<RuleFormValues, 'center' | 'radiusM'> {}

function CircleFields({ form, center, radiusM }: CircleFieldsProps) {
  const t = useTranslations('alerts');
  const set = (place: 0 | 1) => (value: number | string) => {
    const next: [number, number] = [...(center ?? [0, 0])];
    next[place] = Number(value);
    form.setFieldValue('center', next);
  };
  return (
    <Group gap="sm" wrap="wrap">
      <NumberInput
        label={t('form.lon')}
        w={130}
        min={-180}
        max={180}
        value={center?.[0] ?? ''}
        onChange={set(0)}
        required
      />
      <NumberInput
        label={t('form.lat')}
        w={130}
        min={-90}
        max={90}
        value={center?.[1] ?? ''}
        onChange={set(1)}
        required
      />
      <NumberInput
        label={t('form.radius')}
        w={150}
        min={1}
        value={radiusM}
        onChange={(value) => {
          form.setFieldValue('radiusM', value === '' ? '' : Number(value));
        }}
        required
      />
    </Group>
  );
}

function shapeOf({ shapeType, center, radiusM, ring }: RuleFormValues): RegionShape | null {
  if (shapeType === 'polygon') return { type: 'polygon', ring: parseRing(ring) };
  return center ? { type: 'circle', center, radiusM: radiusM === '' ? 1 : radiusM } : null;
}
