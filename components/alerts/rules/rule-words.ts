'use client';

import { useFormatter, useTranslations } from 'use-intl/react';
import { useSizeLabel } from '#components/ui/use-size-label.ts';
import type { RuleDefinition } from '#lib/passive/domain/checks/rule.ts';
import type { FidelityState } from '#lib/sources/domain/fidelity/fidelity.ts';

/** What rules look at, as short as it goes. */
export function subjectsOf(rules: readonly RuleDefinition[], anything: string): string {
  return rules.map((rule) => subjectOf(rule) ?? anything).join('; ');
}

/** Null: whatever comes. */
function subjectOf(rule: RuleDefinition): string | null {
  if (rule.kind === 'threshold') return `${rule.type} · ${rule.path}`;
  if (rule.kind === 'silence') return rule.signals.join(', ') || null;
  if (rule.kind === 'observation') return rule.quantity;
  if (rule.kind === 'fidelity') return null;
  return rule.shape.type === 'circle'
    ? `○ ${rule.shape.center.join(', ')} · ${String(rule.shape.radiusM)} m`
    : `▱ ${String(rule.shape.ring.length)}`;
}

const signs = { lt: '<', lte: '≤', gt: '>', gte: '≥', eq: '=', ne: '≠', contains: '∋', matches: '~' } as const;

/** How a condition's numbers are written. */
interface Saying {
  readonly hours: (hours: number) => string;
  /** What is compared with a value at a path. */
  readonly value: (value: string | number | boolean, path: string) => string;
  readonly state: (state: FidelityState) => string;
}

/** For files: as they are. */
export const plainly: Saying = { hours: String, value: String, state: String };

/** Numbers in the reader's language: days instead of many hours, sizes of storage as sizes. */
export function useSaying(): Saying {
  const format = useFormatter();
  const t = useTranslations('fidelity');
  const sizeLabel = useSizeLabel();
  const span = (value: number, unit: 'hour' | 'day') =>
    format.number(value, { style: 'unit', unit, unitDisplay: 'short' });
  return {
    state: (state) => t(`states.${state}`),
    hours: (hours) =>
      hours > dayHours && hours % dayHours === 0 ? span(hours / dayHours, 'day') : span(hours, 'hour'),
    value: (value, path) => {
      if (typeof value !== 'number') return String(value);
      return path.startsWith('storage_') ? sizeLabel(value) : format.number(value, { maximumFractionDigits: 10 });
    },
  };
}

const dayHours = 24;

/** What rules say, and when, in their order. */
export function saysOf(rule: RuleDefinition, say: Saying) {
  const none = rule.none ? [{ ...rule.none, condition: '∅' }] : [];
  if (rule.kind === 'region') return [{ ...rule.said, condition: rule.when === 'outside' ? '∉' : '∈' }, ...none];
  if (rule.kind === 'silence') {
    return [
      ...rule.steps.map(({ level, message, hours, isExclusive }) => ({
        level,
        message,
        condition: `${isExclusive ? '>' : '≥'} ${say.hours(hours)}`,
      })),
      ...none,
    ];
  }
  if (rule.kind === 'fidelity') {
    return [
      ...rule.steps.map(({ level, message, state }) => ({ level, message, condition: `= ${say.state(state)}` })),
      ...none,
    ];
  }
  return [
    ...rule.steps.map(({ level, message, operator, value }) => ({
      level,
      message,
      condition: `${signs[operator]} ${say.value(value, rule.kind === 'threshold' ? rule.path : '')}`,
    })),
    ...none,
  ];
}
