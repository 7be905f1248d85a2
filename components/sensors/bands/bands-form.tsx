'use client';

import { ActionIcon, Button, Group, NumberInput, Select, Stack, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useRef, useState } from 'react';
import { useTranslations } from 'use-intl/react';
import { Failure } from '#components/accounts/failure.tsx';
import { useAct } from '#components/accounts/use-act.ts';
import { severityColor } from '#components/charts/palette.ts';
import { apiPut } from '#components/ui/api-client.ts';
import {
  findBandsFlaw,
  levelOf,
  maxBands,
  quantityBandsSchema,
  worstSeverity,
  type QuantityBand,
} from '#lib/sensors/domain/quantity-bands.ts';
import { unitSymbol } from '#lib/sensors/domain/unit-symbol.ts';
import classes from '../band-value.module.css';

interface BandsFormProps {
  readonly quantity: string;
  readonly name: string;
  /** UCUM code. */
  readonly unit: string;
  readonly bands: readonly QuantityBand[];
}

interface WrittenBand {
  /** Tells rows apart while they are moved and removed. */
  readonly row: number;
  /** Empty: not written yet; the last has none. */
  readonly upTo: string | number;
  readonly severity: number;
}

/** The bands of a quantity from the lowest up: how far each goes, and how good it is. */
export function BandsForm({ quantity, name, unit, bands }: BandsFormProps) {
  const t = useTranslations('sensorInventory');
  const queries = useQueryClient();
  const router = useRouter();
  const act = useAct();
  const nextRow = useRef(bands.length);
  const [rows, setRows] = useState<readonly WrittenBand[]>(
    bands.map(({ upTo, severity }, row) => ({ row, upTo: upTo ?? '', severity })),
  );
  const written = rows.map(({ upTo, severity }, index): QuantityBand => {
    return { upTo: index === rows.length - 1 || upTo === '' ? null : Number(upTo), severity };
  });
  const flaw = findBandsFlaw(written);
  const change = (row: number, said: Partial<WrittenBand>) => {
    setRows(rows.map((one) => (one.row === row ? { ...one, ...said } : one)));
  };
  const add = () => {
    const row = nextRow.current;
    nextRow.current += 1;
    const last = rows.at(-1);
    // A new end comes below the band without one, which stays the last.
    setRows([...rows.slice(0, -1), { row, upTo: '', severity: 0 }, ...(last ? [last] : [])]);
  };
  const save = async () => {
    await apiPut('sensors/bands', { quantity, bands: written }, quantityBandsSchema);
    await queries.invalidateQueries({ queryKey: ['sensors'] });
    router.refresh();
    notifications.show({ message: t('bands.saved', { name }) });
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void act.run(save);
      }}
    >
      <Stack gap="sm">
        {rows.map((band, index) => (
          <BandRow
            key={band.row}
            band={band}
            place={index + 1}
            unit={unitSymbol(unit)}
            isLast={index === rows.length - 1}
            onChange={(said) => {
              change(band.row, said);
            }}
            onRemove={() => {
              setRows(rows.filter(({ row }) => row !== band.row));
            }}
          />
        ))}
        {flaw !== null && (
          <Text size="sm" c="dimmed" role="status">
            {t(`bands.flaws.${flaw}`)}
          </Text>
        )}
        <Failure act={act} />
        <Group justify="space-between">
          <Button
            variant="default"
            leftSection={<IconPlus size={16} />}
            disabled={rows.length >= maxBands}
            onClick={add}
          >
            {t('bands.add')}
          </Button>
          <Button
            type="submit"
            loading={act.isRunning}
            disabled={flaw !== null}
            aria-label={t('bands.saveOf', { name })}
          >
            {t('bands.save')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

interface BandRowProps {
  readonly band: WrittenBand;
  /** From the lowest up, 1 the first. */
  readonly place: number;
  readonly unit: string;
  readonly isLast: boolean;
  readonly onChange: (said: Partial<WrittenBand>) => void;
  readonly onRemove: () => void;
}

function BandRow({ band, place, unit, isLast, onChange, onRemove }: BandRowProps) {
  const t = useTranslations('sensorInventory');
  const words = useTranslations('sensorPages');
  const severities = Array.from({ length: worstSeverity + 1 }, (_, severity) => ({
    value: String(severity),
    label: t('bands.severity', { severity, level: words(`levels.${levelOf(severity)}`) }),
  }));
  return (
    <Group gap="sm" wrap="nowrap" align="center">
      <span className={classes['dot']} style={{ background: severityColor(band.severity) }} aria-hidden />
      {isLast ? (
        <Text size="sm" flex={1}>
          {t('bands.above')}
        </Text>
      ) : (
        <Group gap="xs" wrap="nowrap" flex={1}>
          <Text size="sm" flex="none">
            {t('bands.upToPrefix')}
          </Text>
          <NumberInput
            flex={1}
            miw="4rem"
            aria-label={t('bands.upTo', { place })}
            hideControls
            value={band.upTo}
            onChange={(upTo) => {
              onChange({ upTo });
            }}
          />
          {unit !== '' && (
            <Text size="sm" flex="none">
              {unit}
            </Text>
          )}
        </Group>
      )}
      <Select
        flex={1}
        aria-label={t('bands.judgement', { place })}
        allowDeselect={false}
        data={severities}
        value={String(band.severity)}
        onChange={(value) => {
          onChange({ severity: Number(value ?? band.severity) });
        }}
      />
      <ActionIcon
        variant="subtle"
        color="gray"
        aria-label={t('bands.remove', { place })}
        disabled={isLast}
        onClick={onRemove}
      >
        <IconTrash size={16} />
      </ActionIcon>
    </Group>
  );
}
