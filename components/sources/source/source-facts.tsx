'use client';

import { Anchor, Card } from '@mantine/core';
import Link from 'next/link';
import { useFormatter, useTranslations } from 'use-intl/react';
import { useStudyHref } from '#components/shell/use-study-href.ts';
import { Moment, RelativeTime } from '#components/ui/relative-time.tsx';
import type { ExplainedConfiguration } from '#lib/passive/domain/configuration-explanation.ts';
import type { Source } from '#lib/sources/domain/source.ts';
import { SourceKindLabel } from '../source-kind.tsx';
import { FactList, type Facts } from './fact-list.tsx';

interface SourceFactsProps {
  readonly source: Source;
  /** What it gets when it asks; null: nothing fits. */
  readonly configuration: ExplainedConfiguration | null;
  /** Where its points stand on the page; absent: nowhere. */
  readonly pointsHref?: string | undefined;
}

/** What is known of a source, in words and numbers. */
export function SourceFacts({ source, configuration, pointsHref }: SourceFactsProps) {
  const t = useTranslations('sources');
  const format = useFormatter();
  const href = useStudyHref();
  const facts: Facts = [
    [t('source.identifier'), <span key="identifier">{source.identifier}</span>],
    [t('columns.kind'), <SourceKindLabel key="kind" kind={source.kind} />],
    [t('source.study'), source.studyName],
    [
      t('source.group'),
      source.groupId === null ? (
        t('source.noGroup')
      ) : (
        <Anchor key="group" component={Link} href={href(`/sources?group=${source.groupId}`)} size="sm">
          {source.groupName}
        </Anchor>
      ),
    ],
    [
      t('source.points'),
      pointsHref === undefined ? (
        format.number(source.pointCount)
      ) : (
        <Anchor key="points" href={pointsHref} size="sm">
          {format.number(source.pointCount)}
        </Anchor>
      ),
    ],
    [t('source.lastSeen'), <RelativeTime key="seen" at={source.lastRecordedAt} />],
    [t('source.lastMade'), <RelativeTime key="made" at={source.lastCreatedAt} />],
    [t('source.firstSeen'), <Moment key="first" at={source.createdAt} />],
    [t('source.configuration'), <Configuration key="configuration" configuration={configuration} />],
    [t('source.userAgent'), source.userAgent === '' ? t('source.noUserAgent') : source.userAgent],
  ];
  return (
    <Card component="section" aria-label={t('source.facts')}>
      <FactList facts={facts} />
    </Card>
  );
}

function Configuration({ configuration }: Pick<SourceFactsProps, 'configuration'>) {
  const t = useTranslations('sources');
  const href = useStudyHref();
  if (configuration === null) return t('source.configurationNone');
  const how = configuration.why === 'assigned' ? t('source.assigned') : t('source.byPattern');
  if (configuration.name === null) return how;
  return (
    <>
      <Anchor component={Link} href={href(`/configurations?edit=${configuration.id}`)} size="sm" underline="always">
        {configuration.name}
      </Anchor>
      {` (${how})`}
    </>
  );
}
