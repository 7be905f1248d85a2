'use client';

import { ActionIcon, Button, Group, SegmentedControl, Text, Tooltip } from '@mantine/core';
import { IconArrowBackUp, IconArrowForwardUp } from '@tabler/icons-react';
import { useTranslations } from 'use-intl/react';
import type { EditMode } from '#components/map/unit-tile-map-view.tsx';
import { fewestCorners, type GeometryAct, type GeometryEdit } from '#lib/registry/domain/geometry-edit.ts';

interface GeometryToolsProps {
  readonly edit: GeometryEdit;
  readonly mode: EditMode;
  readonly onMode: (mode: EditMode) => void;
  readonly onAct: (act: GeometryAct) => void;
  readonly isChanged: boolean;
  readonly isSaving: boolean;
  readonly onSave: () => void;
  readonly onDiscard: () => void;
}

const modes = ['look', 'point', 'shape', 'draw'] as const;

/** What to edit, one step back and forth, and what becomes of it. */
export function GeometryTools(props: GeometryToolsProps) {
  const t = useTranslations('maps');
  const { edit, mode, onMode, onAct, isChanged, isSaving, onSave, onDiscard } = props;
  const { draft } = edit.now;
  return (
    <>
      <SegmentedControl
        size="xs"
        aria-label={t('edit.tools')}
        value={mode}
        onChange={onMode}
        data={modes.map((value) => ({ value, label: t(`edit.${value}`) }))}
      />
      <Group gap={4}>
        <Step
          label={t('edit.undo')}
          icon={IconArrowBackUp}
          isOn={edit.past.length > 0}
          run={() => {
            onAct({ do: 'undo' });
          }}
        />
        <Step
          label={t('edit.redo')}
          icon={IconArrowForwardUp}
          isOn={edit.future.length > 0}
          run={() => {
            onAct({ do: 'redo' });
          }}
        />
      </Group>
      {draft && (
        <Group gap="xs">
          <Button
            size="xs"
            variant="default"
            disabled={draft.length < fewestCorners}
            onClick={() => {
              onAct({ do: 'finishDraft' });
              onMode('shape');
            }}
          >
            {t('edit.finish')}
          </Button>
          <Button
            size="xs"
            variant="subtle"
            onClick={() => {
              onMode('look');
            }}
          >
            {t('edit.cancelDraft')}
          </Button>
        </Group>
      )}
      <Group gap="xs" ml="auto">
        <Button size="xs" variant="subtle" disabled={!isChanged || isSaving} onClick={onDiscard}>
          {t('edit.discard')}
        </Button>
        <Button size="xs" disabled={!isChanged || draft !== null} loading={isSaving} onClick={onSave}>
          {t('edit.save')}
        </Button>
      </Group>
      {mode !== 'look' && (
        <Text size="xs" c="dimmed" w="100%">
          {t(`edit.${mode}Hint`)}
        </Text>
      )}
    </>
  );
}

interface StepProps {
  readonly label: string;
  readonly icon: typeof IconArrowBackUp;
  readonly isOn: boolean;
  readonly run: () => void;
}

function Step({ label, icon: Icon, isOn, run }: StepProps) {
  return (
    // A button that is switched off under the mouse never hears it leave: its word would stay.
    <Tooltip label={label} disabled={!isOn}>
      <ActionIcon variant="default" size={30} aria-label={label} disabled={!isOn} onClick={run}>
        <Icon size={16} stroke={1.75} />
      </ActionIcon>
    </Tooltip>
  );
}
