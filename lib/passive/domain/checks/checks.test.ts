import { describe, expect, it } from 'vitest';
import { builtInChecks } from './built-in-checks.ts';
import { parseJsonPath } from './json-path.ts';
import { judgeFidelity, judgeObservation, judgeRegion, judgeSilence, judgeThreshold } from './judge.ts';
import { distanceM, isInside } from './region.ts';
import {
  ruleDefinitionSchema,
  type FidelityRule,
  type ObservationRule,
  type RegionRule,
  type SilenceRule,
  type ThresholdRule,
} from './rule.ts';

const noSearch = () => false;
const now = new Date('2026-11-29T12:00:00Z');
const hoursAgo = (hours: number) => new Date(now.getTime() - hours * 3_600_000);

function builtIn(id: string) {
  const found = builtInChecks.find((check) => check.id === id);
  if (!found) throw new Error(`no check ${id}`);
  return found.definitions;
}

describe('pdk-21 the six checks of the old server', () => {
  it.each([
    ['pdk-device-battery', 19.9, 'critical', 'Battery Level Critically Low'],
    ['pdk-device-battery', 20, 'warning', 'Battery Level Low'],
    ['pdk-device-battery', 32.9, 'warning', 'Battery Level Low'],
    ['pdk-device-battery', 33, null, null],
    ['pdk-device-battery', '12', 'critical', 'Battery Level Critically Low'],
    ['pdk-device-battery', undefined, 'info', 'No Battery Levels Logged'],
    ['pdk-device-battery', null, 'info', 'No Battery Levels Logged'],
    ['pdk-device-free-space', 268_435_455, 'critical', 'Available Space Critical'],
    ['pdk-device-free-space', 268_435_456, 'warning', 'Available Space Low'],
    ['pdk-device-free-space', 1_073_741_824, null, null],
    ['pdk-device-free-space', undefined, 'info', 'No Disk Usage Logged'],
  ])('pdk-21 %s of %s: %s', (id, value, level, message) => {
    const verdict = judgeThreshold(builtIn(id)[0] as ThresholdRule, value, noSearch);
    expect(verdict && { level: verdict.level, message: verdict.message }).toEqual(level && { level, message });
  });

  it.each([
    ['pdk-data-upload', 0, 24, 'critical', 'Data upload is critically overdue'],
    ['pdk-data-upload', 0, 23.9, 'warning', 'Data upload is overdue'],
    ['pdk-data-upload', 0, 4, 'warning', 'Data upload is overdue'],
    ['pdk-data-upload', 0, 3.9, null, null],
    ['pdk-data-upload', 0, null, 'critical', 'Data never uploaded'],
    ['pdk-remote-nudge', 0, 12, 'warning', 'Push Notifications Delayed'],
    ['pdk-remote-nudge', 0, 12.1, 'critical', 'Push Notifications Delayed'],
    ['pdk-remote-nudge', 0, 6, null, null],
    ['pdk-remote-nudge', 0, null, 'info', 'Push Notifications Never Received'],
    ['pdk-web-extension', 0, null, 'critical', 'Browser extension not installed'],
    ['pdk-web-extension', 0, 9000, null, null],
    ['pdk-web-extension', 1, null, 'critical', 'No Web Visits Uploaded'],
    ['pdk-web-extension', 1, 14 * 24, 'warning', 'No Recent Web Visits Uploaded'],
    ['pdk-web-extension', 1, 14 * 24 + 1, 'critical', 'No Recent Web Visits Uploaded'],
    ['pdk-web-extension', 1, 7 * 24, null, null],
    // Two days come before one: in the old server they never came at all.
    ['pdk-withings-device', 0, 48, 'critical', 'Withings upload is critically overdue'],
    ['pdk-withings-device', 0, 47.9, 'warning', 'Withings upload is overdue'],
    ['pdk-withings-device', 0, 24, 'warning', 'Withings upload is overdue'],
    ['pdk-withings-device', 0, 23.9, null, null],
    ['pdk-withings-device', 0, null, 'info', 'Withings data never uploaded'],
  ])('pdk-21 %s, rule %d, after %s hours: %s', (id, place, hours, level, message) => {
    const last = hours === null ? null : hoursAgo(hours);
    const verdict = judgeSilence(builtIn(id)[place] as SilenceRule, last, now);
    expect(verdict && { level: verdict.level, message: verdict.message }).toEqual(level && { level, message });
  });

  it('pdk-21 all of them are rules that a person could have written', () => {
    for (const { definitions } of builtInChecks) {
      for (const definition of definitions) expect(ruleDefinitionSchema.parse(definition)).toEqual(definition);
    }
  });
});

describe('man-27 delivery and observations', () => {
  it('man-27 the sensor check says how long nothing came, and nothing of those nobody looked at', () => {
    const rule = builtIn('cairn-fidelity')[0] as FidelityRule;
    const found = (state: 'alive' | 'missing' | 'dead', hours: number) => ({ state, lastContactAt: hoursAgo(hours) });
    expect(judgeFidelity(rule, found('dead', 5), now)).toMatchObject({
      level: 'critical',
      message: 'Sensor is silent, nothing for 5 h',
    });
    expect(judgeFidelity(rule, found('missing', 3), now)?.level).toBe('warning');
    expect(judgeFidelity(rule, found('alive', 0), now)).toBeNull();
    expect(judgeFidelity(rule, { state: 'unknown', lastContactAt: null }, now)).toBeNull();
    expect(judgeFidelity(rule, undefined, now)).toBeNull();
  });

  it('man-27 the newest observation against its bounds, unless it is too old', () => {
    const said = { level: 'warning', message: '{value} after {age}' } as const;
    const rule = ruleDefinitionSchema.parse({
      kind: 'observation',
      quantity: 'co2',
      steps: [{ ...said, operator: 'gt', value: 1500 }],
      maxAgeHours: 2,
      none: { ...said, message: 'None' },
    }) as ObservationRule;
    expect(judgeObservation(rule, { at: hoursAgo(1), value: 1501 }, now)?.message).toBe('1501 after 1 h');
    expect(judgeObservation(rule, { at: hoursAgo(1), value: 1500 }, now)).toBeNull();
    expect(judgeObservation(rule, { at: hoursAgo(3), value: 1501 }, now)).toBeNull();
    expect(judgeObservation(rule, undefined, now)?.message).toBe('None');
  });
});

describe('pdk-22 rules', () => {
  it('pdk-22 paths into JSON are members and places; what is none is refused', () => {
    expect(parseJsonPath('level')).toEqual(['level']);
    expect(parseJsonPath('a.b-c[0].d[-1]')).toEqual(['a', 'b-c', '0', 'd', '-1']);
    expect(parseJsonPath('["odd.name"]["say \\"hi\\""].x')).toEqual(['odd.name', 'say "hi"', 'x']);
    for (const wrong of ['', '.a', 'a..b', 'a[', 'a[x]', 'a]', 'a.', `a${'.a'.repeat(25)}`, 'x'.repeat(501)]) {
      expect(parseJsonPath(wrong), wrong).toBeNull();
    }
  });

  it('pdk-22 texts, truths and patterns are compared as they are; a message tells what was found', () => {
    const rule = (operator: string, value: unknown) =>
      ruleDefinitionSchema.parse({
        kind: 'threshold',
        type: 't',
        path: 'p',
        steps: [{ operator, value, level: 'warning', message: 'It is {value}' }],
        none: null,
      }) as ThresholdRule;
    const says = (operator: string, bound: unknown, value: unknown) =>
      judgeThreshold(rule(operator, bound), value, (pattern, text) => new RegExp(pattern).test(text))?.message ?? null;
    expect(says('eq', 'off', 'off')).toBe('It is off');
    expect(says('eq', true, false)).toBeNull();
    expect(says('eq', 20, '20')).toBe('It is 20');
    expect(says('ne', 'ok', 'broken')).toBe('It is broken');
    expect(says('contains', 'ERR', 'an error')).toBe('It is an error');
    expect(says('matches', '^v[12]', 'v2.1')).toBe('It is v2.1');
    expect(says('gte', 5, 'not a number')).toBeNull();
    expect(says('lt', 5, '')).toBeNull();
    expect(says('lt', 5, [1])).toBeNull();
    expect(says('contains', 'a', `a\n${'b'.repeat(200)}`)).toMatch(/^It is a b{77}…$/);
  });

  it('pdk-22 a rule that cannot mean anything is refused', () => {
    const threshold = { kind: 'threshold', type: 't', path: 'p', none: null };
    const wrong = [
      { ...threshold, steps: [] },
      { ...threshold, path: 'a..b', steps: [{ operator: 'lt', value: 1, level: 'info', message: 'm' }] },
      { ...threshold, steps: [{ operator: 'lt', value: 'one', level: 'info', message: 'm' }] },
      { ...threshold, steps: [{ operator: 'matches', value: '(', level: 'info', message: 'm' }] },
      { ...threshold, steps: [{ operator: 'lt', value: 1, level: 'loud', message: 'm' }] },
      {
        kind: 'region',
        shape: {
          type: 'polygon',
          ring: [
            [0, 0],
            [1, 1],
          ],
        },
        said: { level: 'info', message: 'm' },
        none: null,
      },
      {
        kind: 'region',
        shape: { type: 'circle', center: [0, 91], radiusM: 5 },
        said: { level: 'info', message: 'm' },
        none: null,
      },
    ];
    for (const definition of wrong) expect(ruleDefinitionSchema.safeParse(definition).success).toBe(false);
  });

  it('pdk-22 regions are circles and polygons, across the date line too', () => {
    expect(distanceM([0, 0], [0, 1])).toBeCloseTo(111_195, -1);
    const circle = { type: 'circle', center: [15.3, -4.32], radiusM: 1000 } as const;
    expect(isInside({ ...circle, center: [15.3, -4.32] }, [15.3, -4.3205])).toBe(true);
    expect(isInside({ ...circle, center: [15.3, -4.32] }, [15.3, -4.335])).toBe(false);
    const fiji = {
      type: 'polygon' as const,
      ring: [
        [177, -19],
        [-178, -19],
        [-178, -16],
        [177, -16],
      ] as [number, number][],
    };
    expect(isInside(fiji, [179.9, -17])).toBe(true);
    expect(isInside(fiji, [-179, -17])).toBe(true);
    expect(isInside(fiji, [-177, -17])).toBe(false);
    expect(isInside(fiji, [0, -17])).toBe(false);
  });

  it('pdk-22 leaving a region is said; an old position is not, nor an unknown one unless asked', () => {
    const rule: RegionRule = {
      kind: 'region',
      shape: { type: 'circle', center: [0, 0], radiusM: 100 },
      when: 'outside',
      said: { level: 'warning', message: 'Left the area' },
      maxAgeHours: 24,
      none: null,
      kinds: [],
    };
    const at = (lon: number, hours: number) => ({ position: [lon, 0] as const, at: hoursAgo(hours) });
    expect(judgeRegion(rule, at(1, 1), now)?.name).toBe('Left the area');
    expect(judgeRegion(rule, at(0, 1), now)).toBeNull();
    expect(judgeRegion(rule, at(1, 25), now)).toBeNull();
    expect(judgeRegion(rule, null, now)).toBeNull();
    expect(judgeRegion({ ...rule, none: rule.said }, null, now)?.level).toBe('warning');
    expect(judgeRegion({ ...rule, when: 'inside' }, at(0, 1), now)?.level).toBe('warning');
  });
});
