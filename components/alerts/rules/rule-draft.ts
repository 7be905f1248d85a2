import type {
  AlertRule,
  AlertRuleDraft,
  Operator,
  RuleDefinition,
  Said,
  Scalar,
} from '#lib/passive/domain/checks/rule.ts';
import type { FidelityState } from '#lib/sources/domain/fidelity/fidelity.ts';
import type { SourceKind } from '#lib/sources/domain/source.ts';
import type { AlertLevel } from '#lib/sources/domain/alerts/alert.ts';

export type RuleKind = RuleDefinition['kind'];
export const ruleKinds = [
  'threshold',
  'silence',
  'region',
  'fidelity',
  'observation',
] as const satisfies readonly RuleKind[];

/** One line of a rule as it is typed. */
export interface StepDraft {
  readonly level: AlertLevel;
  readonly message: string;
  readonly operator: Operator;
  readonly value: string;
  readonly hours: number | '';
  readonly isExclusive: boolean;
  readonly state: Exclude<FidelityState, 'unknown'>;
}

/** A rule as it is typed: every kind's fields, so that changing the kind loses nothing. */
export interface RuleFormValues {
  readonly name: string;
  readonly kind: RuleKind;
  readonly type: string;
  readonly path: string;
  /** Key of a quantity. */
  readonly quantity: string;
  readonly signals: string[];
  readonly steps: StepDraft[];
  readonly saysNone: boolean;
  readonly none: Said;
  readonly shapeType: 'circle' | 'polygon';
  readonly center: [number, number] | null;
  readonly radiusM: number | '';
  /** Corners as lines of "lon lat". */
  readonly ring: string;
  readonly when: 'outside' | 'inside';
  readonly maxAgeHours: number | '';
  /** Kinds of sources it looks at, as programs may have set them. */
  readonly kinds: SourceKind[];
}

export const emptyStep: StepDraft = {
  level: 'warning',
  message: '',
  operator: 'lt',
  value: '',
  hours: 24,
  isExclusive: false,
  state: 'dead',
};

const empty: RuleFormValues = {
  name: '',
  kind: 'threshold',
  type: '',
  path: '',
  quantity: '',
  signals: [],
  steps: [emptyStep],
  saysNone: false,
  none: { level: 'info', message: '' },
  shapeType: 'circle',
  center: null,
  radiusM: 1000,
  ring: '',
  when: 'outside',
  maxAgeHours: '',
  kinds: [],
};

/** A rule as the form shows it; null: a new one. */
export function toFormValues(rule: AlertRule | null): RuleFormValues {
  const definition = rule?.definitions[0];
  if (!rule || !definition) return { ...empty, name: rule?.name ?? '' };
  const common = {
    ...empty,
    name: rule.name,
    kind: definition.kind,
    saysNone: definition.none !== null,
    none: definition.none ?? empty.none,
    kinds: definition.kinds,
  };
  if (definition.kind === 'threshold') {
    const { type, path } = definition;
    const steps = definition.steps.map((step) => ({ ...emptyStep, ...step, value: String(step.value) }));
    return { ...common, type, path, steps };
  }
  if (definition.kind === 'silence') {
    const steps = definition.steps.map((step) => ({ ...emptyStep, ...step }));
    return { ...common, signals: definition.signals, steps };
  }
  if (definition.kind === 'fidelity') {
    return { ...common, steps: definition.steps.map((step) => ({ ...emptyStep, ...step })) };
  }
  if (definition.kind === 'observation') {
    const steps = definition.steps.map((step) => ({ ...emptyStep, ...step, value: String(step.value) }));
    return { ...common, quantity: definition.quantity, steps, maxAgeHours: definition.maxAgeHours ?? '' };
  }
  const { shape, when, said, maxAgeHours } = definition;
  const where =
    shape.type === 'circle'
      ? { center: shape.center, radiusM: shape.radiusM }
      : { ring: shape.ring.map((corner) => corner.join(' ')).join('\n') };
  return {
    ...common,
    ...where,
    shapeType: shape.type,
    when,
    steps: [{ ...emptyStep, ...said }],
    maxAgeHours: maxAgeHours ?? '',
  };
}

/** Corners of lines "lon lat" (a comma or semicolon is as good as a blank); lines that are none are left out. */
export function parseRing(text: string): [number, number][] {
  return text.split('\n').flatMap((line): [number, number][] => {
    const [lon, lat, ...rest] = line
      .trim()
      .split(/[\s,;]+/)
      .map(Number);
    const isCorner = lon !== undefined && lat !== undefined && rest.length === 0 && Number.isFinite(lon + lat);
    return isCorner ? [[lon, lat]] : [];
  });
}

/** What is typed as a rule; the server says what is wrong with it. */
export function toDefinition(values: RuleFormValues): RuleDefinition {
  const none = values.saysNone ? values.none : null;
  if (values.kind === 'threshold') {
    const steps = values.steps.map(({ level, message, operator, value }) => ({
      level,
      message,
      operator,
      value: toScalar(operator, value),
    }));
    return { kind: 'threshold', type: values.type.trim(), path: values.path.trim(), steps, none, kinds: values.kinds };
  }
  if (values.kind === 'silence') {
    const steps = values.steps.map(({ level, message, hours, isExclusive }) => ({
      level,
      message,
      hours: hours === '' ? 0 : hours,
      isExclusive,
    }));
    return { kind: 'silence', signals: values.signals, steps, none, kinds: values.kinds };
  }
  if (values.kind === 'fidelity') {
    const steps = values.steps.map(({ level, message, state }) => ({ level, message, state }));
    return { kind: 'fidelity', steps, none, kinds: values.kinds };
  }
  if (values.kind === 'observation') return toObservation(values, none);
  const { level, message } = values.steps[0] ?? emptyStep;
  return {
    kind: 'region',
    shape:
      values.shapeType === 'circle'
        ? { type: 'circle', center: values.center ?? [0, 0], radiusM: values.radiusM === '' ? 0 : values.radiusM }
        : { type: 'polygon', ring: parseRing(values.ring) },
    when: values.when,
    said: { level, message },
    maxAgeHours: values.maxAgeHours === '' ? null : values.maxAgeHours,
    none,
    kinds: values.kinds,
  };
}

/** Operators that put numbers in order: those for observations. */
export const orders = ['lt', 'lte', 'gt', 'gte'] as const;

function toObservation(values: RuleFormValues, none: Said | null): RuleDefinition {
  return {
    kind: 'observation',
    quantity: values.quantity.trim(),
    steps: values.steps.map(({ level, message, operator, value }) => ({
      level,
      message,
      operator: orders.find((order) => order === operator) ?? 'gt',
      value: Number(value),
    })),
    maxAgeHours: values.maxAgeHours === '' ? null : values.maxAgeHours,
    none,
    kinds: values.kinds,
  };
}

/** The whole of what is sent. */
export function toRuleDraft(values: RuleFormValues, isEnabled: boolean): AlertRuleDraft {
  return { name: values.name, isEnabled, definition: toDefinition(values) };
}

function toScalar(operator: Operator, text: string): Scalar {
  const trimmed = text.trim();
  if (operator === 'contains' || operator === 'matches') return text;
  if (trimmed === 'true' || trimmed === 'false') return trimmed === 'true';
  return trimmed !== '' && Number.isFinite(Number(trimmed)) ? Number(trimmed) : text;
}
