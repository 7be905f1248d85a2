'use client';

import { Button, Checkbox, Group, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useFormatter, useTranslations } from 'use-intl/react';
import { ApiProblem } from '#components/ui/api-client.ts';
import { ErrorState } from '#components/ui/error-state.tsx';
import { TableSkeleton } from '#components/ui/skeletons.tsx';
import type { DefaultImpact, DefaultImpactReport } from '#lib/registry/domain/pyramid.ts';
import { fetchImpact, makeDefault, type DefaultTarget } from './pyramid-queries.ts';

interface DefaultFormProps {
  readonly target: DefaultTarget;
  readonly onDone: (to: DefaultImpactReport['to']) => Promise<void>;
  readonly onCancel: () => void;
}

/** Names everything that another default affects, in numbers; only when each point is ticked can it be made. */
export function DefaultForm({ target, onDone, onCancel }: DefaultFormProps) {
  const t = useTranslations('pyramids');
  const say = useImpactSentence();
  const { data: impact, error } = useQuery({
    queryKey: ['pyramids', 'impact', target],
    queryFn: ({ signal }) => fetchImpact(target, signal),
  });
  const [confirmed, setConfirmed] = useState<readonly DefaultImpact[]>([]);
  const [isRunning, setRunning] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  if (error) return <ErrorState error={error} />;
  if (!impact) return <TableSkeleton />;
  const make = async () => {
    setRunning(true);
    try {
      await makeDefault(target, confirmed);
      await onDone(impact.to);
    } catch (refusal) {
      setFailure(refusal instanceof ApiProblem ? refusal.message : String(refusal));
      setRunning(false);
    }
  };
  return (
    <Stack>
      <Text size="sm">{t('default.intro')}</Text>
      {impact.impacts.map((point) => (
        <Checkbox
          key={point}
          label={say(point, impact)}
          checked={confirmed.includes(point)}
          onChange={(event) => {
            const others = confirmed.filter((other) => other !== point);
            setConfirmed(event.currentTarget.checked ? [...others, point] : others);
          }}
        />
      ))}
      {failure !== null && (
        <Text size="sm" c="var(--cairn-bad)" role="alert">
          {failure}
        </Text>
      )}
      <Group justify="flex-end">
        <Button variant="default" onClick={onCancel}>
          {t('cancel')}
        </Button>
        <Button loading={isRunning} disabled={confirmed.length < impact.impacts.length} onClick={() => void make()}>
          {t('default.action')}
        </Button>
      </Group>
    </Stack>
  );
}

/** A point of the impact, with its numbers. */
function useImpactSentence(): (point: DefaultImpact, impact: DefaultImpactReport) => string {
  const t = useTranslations('pyramids');
  const format = useFormatter();
  return (point, { from, to, unitsMissing, unitsAdded, groupsMissing, restrictedRoles }) => {
    switch (point) {
      case 'places':
        return t('default.places', { to: format.number(to.unitCount), from: format.number(from?.unitCount ?? 0) });
      case 'pastData':
        return t('default.pastData', { missing: format.number(unitsMissing), added: format.number(unitsAdded) });
      case 'groups':
        return t('default.groups', { count: groupsMissing });
      case 'restrictions':
        return t('default.restrictions', { count: restrictedRoles });
      case 'devices':
        return t('default.devices');
      case 'links':
        return t('default.links');
    }
  };
}
