import { expect, it } from 'vitest';
import { builtInChecks } from '#lib/passive/domain/checks/built-in-checks.ts';
import { ruleDefinitionSchema, type RuleDefinition } from '#lib/passive/domain/checks/rule.ts';
import { parseRing, toDefinition, toFormValues } from './rule-draft.ts';

const aRule = (definition: RuleDefinition) => ({
  checkId: 'rule:x',
  id: null,
  studyId: 's',
  name: 'A rule',
  isBuiltIn: false,
  isEnabled: true,
  definitions: [definition],
  lastError: null,
  updatedAt: null,
});

it('pdk-22 what the form shows of a rule is sent back as the same rule', () => {
  const said = { level: 'critical', message: 'Left' } as const;
  const rules: RuleDefinition[] = [
    ...builtInChecks.flatMap(({ definitions }) => definitions),
    {
      kind: 'observation',
      quantity: 'co2',
      steps: [{ operator: 'gte', value: 1500, ...said }],
      maxAgeHours: 2,
      none: said,
      kinds: ['sensor'],
    },
    { kind: 'fidelity', steps: [{ state: 'dead', ...said }], none: null, kinds: ['phone'] },
    {
      kind: 'region',
      shape: { type: 'circle', center: [15.3, -4.3], radiusM: 250 },
      when: 'outside',
      said,
      maxAgeHours: 6,
      none: null,
      kinds: [],
    },
    {
      kind: 'region',
      shape: {
        type: 'polygon',
        ring: [
          [0, 0],
          [1.5, 0],
          [1, 1],
        ],
      },
      when: 'inside',
      said,
      maxAgeHours: null,
      none: said,
      kinds: [],
    },
    {
      kind: 'threshold',
      type: 't',
      path: 'a.b',
      none: null,
      kinds: [],
      steps: [
        { operator: 'eq', value: true, ...said },
        { operator: 'contains', value: '5', ...said },
      ],
    },
  ];
  for (const rule of rules) {
    const back = toDefinition(toFormValues(aRule(rule)));
    expect(ruleDefinitionSchema.safeParse(back).success).toBe(true);
    expect(back).toEqual(rule);
  }
});

it('pdk-22 corners are read with blanks, commas or semicolons; what is none is left out', () => {
  expect(parseRing('15.3 -4.3\n15.4, -4.2\n\nhere\n1;2;3\n16;-5 ')).toEqual([
    [15.3, -4.3],
    [15.4, -4.2],
    [16, -5],
  ]);
});
