'use client';

import { Badge, Button, Card, Group, Stack, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconRestore } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useTranslations } from 'use-intl/react';
import { useConfirm } from '#components/ui/confirm.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { ErrorState } from '#components/ui/error-state.tsx';
import { Moment } from '#components/ui/relative-time.tsx';
import { CardsSkeleton } from './cards-skeleton.tsx';
import type { Unit } from '#lib/registry/domain/unit.ts';
import { MemberValue, useMemberLabel } from './member-value.tsx';
import { fetchHistory, restoreUnitTo, type ListedUnitChange } from './place-data.ts';
import classes from './place.module.css';
import { useShowUnit } from './use-unit-change.tsx';

/** What happened to a place, newest first, both sides of every change beside each other. */
export function HistoryPanel({ unit }: { readonly unit: Unit }) {
  const t = useTranslations('place');
  const { data, error, isPending, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery({
    queryKey: ['units', 'history', unit.id],
    queryFn: ({ pageParam, signal }) => fetchHistory(unit.id, pageParam, signal),
    initialPageParam: null as string | null,
    getNextPageParam: ({ next }) => next,
  });
  if (isPending) return <CardsSkeleton />;
  if (error) return <ErrorState error={error} onRetry={() => void refetch()} />;
  const changes = data.pages.flatMap(({ items }) => items);
  const names = Object.assign({}, ...data.pages.map((page) => page.names)) as Record<string, string>;
  if (changes.length === 0) {
    return <EmptyState title={t('history.none')} description={t('history.noneHint')} />;
  }
  return (
    <Stack>
      {changes.map((change, index) => (
        <ChangeCard key={change.id} change={change} names={names} unit={unit} isNewest={index === 0} />
      ))}
      {hasNextPage && (
        <Button variant="default" loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          {t('more')}
        </Button>
      )}
    </Stack>
  );
}

interface ChangeCardProps {
  readonly change: ListedUnitChange;
  readonly names: Readonly<Record<string, string>>;
  readonly unit: Unit;
  readonly isNewest: boolean;
}

function ChangeCard({ change, names, unit, isNewest }: ChangeCardProps) {
  const t = useTranslations('place');
  const label = useMemberLabel();
  const restore = useRestore(unit);
  const { diffs, kind, origin, actorLabel, changedAt } = change;
  return (
    <Card padding="md" component="article" aria-label={t('history.by', { person: actorLabel })}>
      <Group justify="space-between" mb="xs">
        <Group gap="xs">
          <Text size="sm" fw={560} component="div">
            <Moment at={changedAt} />
          </Text>
          <Text size="sm">{actorLabel}</Text>
          <Badge variant="default">{t(`origins.${originOf(origin)}`)}</Badge>
          {kind !== 'changed' && <Badge variant="default">{t(`history.${kind}`)}</Badge>}
        </Group>
        {unit.mayRestore && !isNewest && kind !== 'removed' && (
          <Button
            size="xs"
            variant="default"
            leftSection={<IconRestore size={14} />}
            onClick={() => {
              restore(change);
            }}
          >
            {t('history.restore')}
          </Button>
        )}
      </Group>
      <div className={classes['diff']}>
        {diffs.map(({ field, before, after }) => (
          <Diff key={field} label={label(field)}>
            {[before, after].map((value, side) => (
              <div key={side} className={classes[side === 0 ? 'before' : 'after']}>
                <Text size="xs" c="dimmed">
                  {t(side === 0 ? 'history.before' : 'history.after')}
                </Text>
                <MemberValue field={field} value={value} names={names} />
              </div>
            ))}
          </Diff>
        ))}
      </div>
    </Card>
  );
}

function Diff({ label, children }: { readonly label: string; readonly children: React.ReactNode }) {
  return (
    <>
      <Text size="sm" fw={500} className={classes['diffField'] ?? ''}>
        {label}
      </Text>
      {children}
    </>
  );
}

const origins = ['page', 'api', 'mobile', 'bulk', 'import', 'undo', 'copy', 'restore'] as const;

function originOf(origin: string): (typeof origins)[number] {
  return origins.find((one) => one === origin) ?? 'api';
}

/** Asks, then makes the unit what it was right after a change. */
function useRestore(unit: Unit): (change: ListedUnitChange) => void {
  const t = useTranslations('place');
  const confirm = useConfirm();
  const show = useShowUnit();
  const label = useMemberLabel();
  return ({ id, changedAt }) => {
    confirm({
      title: t('history.restoreTitle'),
      message: (
        <>
          {t('history.restoreMessage', { name: unit.name })} <Moment at={changedAt} />
        </>
      ),
      action: t('history.restore'),
      onConfirm: async () => {
        const { unit: restored, leftOut } = await restoreUnitTo(unit, id);
        await show(restored);
        const missing = leftOut.map((field) => label(field)).join(', ');
        notifications.show({
          message: t(leftOut.length > 0 ? 'history.restoredPart' : 'history.restored', { missing }),
        });
      },
    });
  };
}
