'use client';

import { Anchor, Card, Stack, Text, ThemeIcon, Title } from '@mantine/core';
import {
  IconAlertCircle,
  IconArrowDownRight,
  IconArrowRight,
  IconArrowUpRight,
  IconMoonStars,
  IconShape2,
  IconSparkles,
  type Icon,
} from '@tabler/icons-react';
import Link from 'next/link';
import type { ReactNode } from 'react';
import { useFormatter, useTranslations } from 'use-intl/react';
import { useStudyHref } from '#components/shell/use-study-href.ts';
import classes from './home.module.css';
import type { HomeData } from './home-data.ts';

interface ChangesCardProps {
  readonly changes: NonNullable<HomeData['changes']>;
  readonly intake: NonNullable<HomeData['intake']>;
  /** The viewer may look at System. */
  readonly canSeeHealth: boolean;
}

/** What is different from yesterday, each line a link to the rows behind it. */
export function ChangesCard({ changes, intake, canSeeHealth }: ChangesCardProps) {
  const t = useTranslations('shell');
  const format = useFormatter();
  const href = useStudyHref();
  const names = ({ first, count }: { readonly first: readonly { readonly name: string }[]; readonly count: number }) =>
    format.list(count > first.length ? [...first.map(({ name }) => name), '…'] : first.map(({ name }) => name), {
      type: 'unit',
    });
  return (
    <Stack gap="xs" h="100%">
      <Title order={2} size="h3">
        {t('home.changesTitle')}
      </Title>
      <Card style={{ flex: 1 }}>
        <ul className={classes['changes']}>
          <RateLine intake={intake} canSeeHealth={canSeeHealth} />
          {changes.appeared.count > 0 && (
            <Line
              icon={IconSparkles}
              href={href('/sources?sort=firstSeen&order=desc')}
              detail={names(changes.appeared)}
            >
              {t('home.appeared', { count: changes.appeared.count })}
            </Line>
          )}
          {changes.fellSilent.count > 0 && (
            <Line
              icon={IconMoonStars}
              tone="warn"
              href={href('/sources?state=silent&sort=lastSeen&order=desc')}
              detail={names(changes.fellSilent)}
            >
              {t('home.fellSilent', { count: changes.fellSilent.count })}
            </Line>
          )}
          {intake.last.pointsQuarantined > 0 && (
            <Line icon={IconAlertCircle} tone="warn" href={href('/quarantine')}>
              {t('home.newQuarantine', { count: intake.last.pointsQuarantined })}
            </Line>
          )}
          {changes.newTypes.length > 0 && (
            <Line
              icon={IconShape2}
              href={href('/exports')}
              detail={format.list(changes.newTypes.slice(0, 4), { type: 'unit' })}
            >
              {t('home.newTypes', { count: changes.newTypes.length })}
            </Line>
          )}
        </ul>
      </Card>
    </Stack>
  );
}

/** Points of the last 24 hours against the 24 before. */
function RateLine({ intake, canSeeHealth }: Omit<ChangesCardProps, 'changes'>) {
  const t = useTranslations('shell');
  const format = useFormatter();
  const href = useStudyHref();
  const { last, before } = intake;
  const ratio = before.pointsAdded === 0 ? null : last.pointsAdded / before.pointsAdded - 1;
  const RateIcon =
    ratio === null || Math.abs(ratio) < 0.02 ? IconArrowRight : ratio > 0 ? IconArrowUpRight : IconArrowDownRight;
  const percent = format.number(Math.abs(ratio ?? 0), { style: 'percent', maximumFractionDigits: 0 });
  const text =
    ratio === null
      ? t('home.rateFirst', { count: last.pointsAdded })
      : Math.abs(ratio) < 0.02
        ? t('home.rateSame')
        : ratio > 0
          ? t('home.rateMore', { percent })
          : t('home.rateLess', { percent });
  return (
    <Line
      icon={RateIcon}
      href={canSeeHealth ? href('/system?view=month') : null}
      tone={ratio !== null && ratio < -0.5 ? 'warn' : 'plain'}
      detail={t('home.rateDetail', {
        last: format.number(last.pointsAdded),
        before: format.number(before.pointsAdded),
      })}
    >
      {text}
    </Line>
  );
}

interface LineProps {
  readonly icon: Icon;
  readonly href: string | null;
  readonly tone?: 'plain' | 'warn';
  readonly detail?: string;
  readonly children: ReactNode;
}

function Line({ icon: LineIcon, href, tone = 'plain', detail, children }: LineProps) {
  return (
    <li className={classes['change']}>
      <ThemeIcon variant="light" size={30} radius="xl" color={tone === 'warn' ? 'orange' : 'cairn'} aria-hidden>
        <LineIcon size={16} stroke={1.75} />
      </ThemeIcon>
      <div>
        {href === null ? (
          <Text size="sm" fw={500}>
            {children}
          </Text>
        ) : (
          <Anchor component={Link} href={href} size="sm" fw={500}>
            {children}
          </Anchor>
        )}
        {detail !== undefined && (
          <Text size="xs" c="dimmed" lineClamp={2}>
            {detail}
          </Text>
        )}
      </div>
    </li>
  );
}
