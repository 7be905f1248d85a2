'use client';

import { Alert, Card, Stack, Text } from '@mantine/core';
import { IconLock } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'use-intl/react';
import { SourceAlerts } from '#components/alerts/source-alerts.tsx';
import { FidelityPanel } from '#components/sources/source/fidelity-panel.tsx';
import { SourceFacts } from '#components/sources/source/source-facts.tsx';
import { SourceHeader } from '#components/sources/source/source-header.tsx';
import type { SourceViewProps } from '#components/sources/source/source-view.tsx';
import { fetchSource } from '#components/sources/source/view-queries.ts';
import { EmptyState } from '#components/ui/empty-state.tsx';
import type { SensorNode } from '#lib/sensors/domain/node.ts';
import { ErsCard } from './ers-card.tsx';
import { InstallationList } from './installation/installation-list.tsx';
import { NodeReadings } from './node-readings.tsx';

const refreshMs = 60_000;

interface NodeViewProps extends Omit<SourceViewProps, 'types' | 'withings'> {
  readonly node: SensorNode;
  /** The viewer may see what the node observed. */
  readonly canRead: boolean;
}

/** One sensor: is it healthy, and what did it observe? */
export function NodeView({ node, canRead, ...props }: NodeViewProps) {
  const t = useTranslations('sensors');
  const { data: source } = useQuery({
    queryKey: ['sources', 'one', props.source.id],
    queryFn: ({ signal }) => fetchSource(props.source.id, signal),
    initialData: props.source,
    staleTime: refreshMs,
    refetchInterval: refreshMs,
  });
  const words = { eui: node.eui64 ?? t('node.noEui'), protocol: node.protocol ?? t('node.noProtocol') };
  return (
    <Stack gap="md">
      <SourceHeader {...props} source={source} typeNames={[]} />
      <SourceAlerts source={source} canManage={props.canManage} />
      <SourceFacts source={source} configuration={props.configuration} />
      {source.archivedAt === null && <FidelityPanel sourceId={source.id} />}
      <Card component="section" aria-label={t('node.about')}>
        <Text size="sm">{t('node.facts', words)}</Text>
        {node.description !== '' && <Text size="sm">{node.description}</Text>}
      </Card>
      {node.protocol === 'ELSYSERS' && props.canManage && <ErsCard />}
      <InstallationList nodeId={node.id} nodeAlias={source.name} canManage={props.canManage} />
      {!canRead ? (
        <Alert icon={<IconLock size={18} />} color="gray">
          {t('node.notReadable')}
        </Alert>
      ) : source.lastCreatedAt === null ? (
        <EmptyState title={t('node.empty')} description={t('node.emptyDescription')} />
      ) : (
        <NodeReadings
          nodeId={node.id}
          lastMs={Math.min(source.lastCreatedAt.getTime(), props.nowMs)}
          firstMs={Math.min(source.createdAt.getTime(), source.lastCreatedAt.getTime())}
        />
      )}
    </Stack>
  );
}
