'use client';

import { Button, Group, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'use-intl/react';
import { ApiProblem } from '#components/ui/api-client.ts';
import type { UnitChanges, UnitMember } from '#lib/registry/domain/unit-state.ts';
import type { Unit } from '#lib/registry/domain/unit.ts';
import { membersOf, placeKey, saveUnit, stateOf } from './place-data.ts';

const undoMs = 10_000;

/** Shows a unit as it came from the server, wherever it is shown, and asks its lists again. */
export function useShowUnit(): (unit: Unit) => Promise<void> {
  const queries = useQueryClient();
  return async (unit) => {
    queries.setQueryData(placeKey(unit.id), unit);
    await queries.invalidateQueries({ queryKey: ['units'], predicate: ({ queryKey }) => queryKey[1] !== 'one' });
  };
}

/** Saves changes of a unit, shows the outcome, and offers to take it back for ten seconds. Throws `ApiProblem`. */
export function useUnitChange(): (unit: Unit, changes: UnitChanges, said?: string) => Promise<void> {
  const t = useTranslations('place');
  const show = useShowUnit();
  return async (unit, changes, said = t('saved')) => {
    const after = await saveUnit(unit, changes);
    await show(after);
    if (after.revision === unit.revision) return;
    const former = membersOf(stateOf(unit), Object.keys(changes) as UnitMember[]);
    const noticeId = notifications.show({
      autoClose: undoMs,
      message: (
        <Group justify="space-between" gap="sm">
          <Text size="sm">{said}</Text>
          <Button
            size="compact-sm"
            variant="light"
            onClick={() => {
              notifications.hide(noticeId);
              saveUnit(after, former).then(show).catch(showFailure);
            }}
          >
            {t('undo')}
          </Button>
        </Group>
      ),
    });
  };
}

/** Says why an act without a form of its own did not happen. */
export function showFailure(error: unknown): void {
  notifications.show({ color: 'red', message: error instanceof ApiProblem ? error.message : String(error) });
}
