'use client';

import { Button, Card, Group, Text, Title } from '@mantine/core';
import { IconPencil } from '@tabler/icons-react';
import { useState, type ReactNode } from 'react';
import { useTranslations } from 'use-intl/react';
import { Moment } from '#components/ui/relative-time.tsx';
import type { Unit } from '#lib/registry/domain/unit.ts';
import classes from './place.module.css';
import { MemberValue } from './member-value.tsx';
import { stateOf } from './place-data.ts';
import { PlaceMap } from './place-map.tsx';
import { draftOf } from './unit-draft.ts';
import { UnitForm, type FormChoices } from './unit-form.tsx';
import { useUnitChange } from './use-unit-change.tsx';

interface FactsPanelProps {
  readonly unit: Unit;
  readonly choices: FormChoices;
  readonly onReload: () => Promise<unknown>;
}

/** What is known of a place, its form, and where it is. */
export function FactsPanel({ unit, choices, onReload }: FactsPanelProps) {
  const t = useTranslations('place');
  const [isEditing, setEditing] = useState(false);
  const change = useUnitChange();
  return (
    <div className={classes['facts']}>
      <Card padding="lg" component="section" aria-label={t('tabs.facts')}>
        {isEditing ? (
          <UnitForm
            {...choices}
            base={draftOf(stateOf(unit), unit.parentName)}
            showsParent
            action={t('save')}
            onSave={async (changes) => {
              await change(unit, changes);
              setEditing(false);
            }}
            onCancel={() => {
              setEditing(false);
            }}
            onReload={onReload}
          />
        ) : (
          <>
            <Group justify="space-between" mb="sm">
              <Title order={2} size="h3">
                {t('tabs.facts')}
              </Title>
              {unit.mayEdit && (
                <Button
                  size="xs"
                  variant="default"
                  leftSection={<IconPencil size={14} />}
                  onClick={() => {
                    setEditing(true);
                  }}
                >
                  {t('edit')}
                </Button>
              )}
            </Group>
            <Facts unit={unit} />
          </>
        )}
      </Card>
      <PlaceMap unit={unit} />
    </div>
  );
}

const shown = [
  'code',
  'sourceRef',
  'aliases',
  'parentId',
  'groupIds',
  'openingDate',
  'closedDate',
  'location',
  'accuracyM',
  'shape',
  'subSource',
  'extraFields',
] as const;

function Facts({ unit }: { readonly unit: Unit }) {
  const t = useTranslations('place');
  const names = {
    ...Object.fromEntries(unit.groups.map(({ id, name }) => [id, name])),
    ...(unit.parentId === null ? {} : { [unit.parentId]: unit.parentName ?? '…' }),
  };
  return (
    <dl className={classes['list']}>
      {shown.map((field) => (
        <Fact key={field} label={t(`fields.${field}`)}>
          <MemberValue field={field} value={unit[field]} names={names} />
        </Fact>
      ))}
      <Fact label={t('fields.id')}>
        <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
          {unit.legacyId} · {unit.id}
        </Text>
      </Fact>
      <Fact label={t('fields.createdAt')}>
        <Text size="sm" component="div">
          <Moment at={unit.createdAt} /> {unit.createdBy !== null && `· ${unit.createdBy}`}
        </Text>
      </Fact>
      <Fact label={t('fields.updatedAt')}>
        <Text size="sm" component="div">
          <Moment at={unit.updatedAt} />
        </Text>
      </Fact>
    </dl>
  );
}

function Fact({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <div className={classes['fact']}>
      <Text component="dt" size="xs" c="dimmed">
        {label}
      </Text>
      <dd className={classes['value']}>{children}</dd>
    </div>
  );
}
