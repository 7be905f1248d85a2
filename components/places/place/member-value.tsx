'use client';

import { Text } from '@mantine/core';
import { z } from 'zod';
import { useTranslations } from 'use-intl/react';
import { unitStatusSchema } from '#lib/registry/domain/org-unit.ts';
import { countCorners, shapeSchema } from '#lib/registry/domain/shape.ts';
import { positionSchema } from '#lib/registry/domain/unit-state.ts';

/** Members that lists write under names of their own beside those of a unit. */
const ofLists = new Map([
  ['type', 'typeId'],
  ['groupRefs', 'groupIds'],
  ['geomHash', 'shape'],
]);

const members = [
  'name',
  'status',
  'typeId',
  'parentId',
  'code',
  'sourceRef',
  'subSource',
  'aliases',
  'openingDate',
  'closedDate',
  'extraFields',
  'location',
  'accuracyM',
  'shape',
  'groupIds',
  'defaultImageId',
] as const;
const memberSchema = z.enum(members);

/** `const label = useMemberLabel(); label('typeId')`: what a member is called. */
export function useMemberLabel(): (field: string) => string {
  const t = useTranslations('place');
  return (field) => {
    const known = memberSchema.safeParse(ofLists.get(field) ?? field);
    return known.success ? t(`fields.${known.data}`) : field;
  };
}

interface MemberValueProps {
  readonly field: string;
  readonly value: unknown;
  /** Names of units, types and groups by id. */
  readonly names: Readonly<Record<string, string>>;
}

/** A member of a unit at some time, in words. */
export function MemberValue({ field, value, names }: MemberValueProps) {
  const t = useTranslations('place');
  const say = useValueWords();
  const text = say(field, value, names);
  return text === null ? (
    <Text size="sm" c="dimmed" fs="italic">
      {t('history.nothing')}
    </Text>
  ) : (
    <Text size="sm" style={{ overflowWrap: 'anywhere', whiteSpace: 'pre-wrap' }}>
      {text}
    </Text>
  );
}

/** The text of a member's value; null for none. */
function useValueWords(): (field: string, value: unknown, names: MemberValueProps['names']) => string | null {
  const t = useTranslations('place');
  const places = useTranslations('places');
  return (field, value, names) => {
    if (value === null || value === undefined || value === '') return null;
    const nameOf = (id: unknown) => (typeof id === 'string' ? (names[id] ?? id) : JSON.stringify(id));
    switch (field) {
      case 'status': {
        const status = unitStatusSchema.safeParse(value);
        return status.success ? places(`statuses.${status.data}`) : JSON.stringify(value);
      }
      case 'parentId':
      case 'typeId':
        return nameOf(value);
      case 'type':
        return z.object({ name: z.string() }).safeParse(value).data?.name ?? JSON.stringify(value);
      case 'location': {
        const position = positionSchema.safeParse(value).data;
        return position ? t('position', { lon: position[0], lat: position[1], altitude: position[2] }) : null;
      }
      case 'accuracyM':
        return t('meters', { value: Number(value) });
      case 'shape': {
        const shape = shapeSchema.safeParse(value).data;
        return shape ? t('corners', { count: countCorners(shape) }) : t('aShape');
      }
      case 'geomHash':
        return t('aShape');
      case 'defaultImageId':
        return t('aPicture');
      default:
        return textOf(value, nameOf);
    }
  };
}

function textOf(value: unknown, nameOf: (id: unknown) => string): string | null {
  if (Array.isArray(value)) return value.length === 0 ? null : value.map(nameOf).join(', ');
  if (typeof value !== 'object' || value === null) return typeof value === 'string' ? value : JSON.stringify(value);
  const entries = Object.entries(value);
  return entries.length === 0
    ? null
    : entries.map(([key, of]) => `${key}: ${typeof of === 'string' ? of : JSON.stringify(of)}`).join('\n');
}
