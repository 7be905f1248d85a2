import { expect } from 'vitest';
import { z } from 'zod';
import { checkStudy, processUntilEmpty } from '#lib/passive/index.ts';
import { alertSchema, type Alert } from '#lib/sources/index.ts';
import { anApiWorld, type ApiCall, type ApiWorld } from './api.ts';
import { addBundle, aPoint, type PointOptions } from './passive.ts';
import type { TestPlatform } from './platform.ts';

/** A study with a manager, whose sources send points and are checked. */
export interface AlertTest {
  readonly world: ApiWorld;
  readonly call: ApiCall;
  send(...points: PointOptions[]): Promise<void>;
  /** Runs the checks as the clock does, at another time if wanted. */
  check(hoursLater?: number): ReturnType<typeof checkStudy>;
  alertsOf(source: string, query?: Readonly<Record<string, string>>): Promise<Alert[]>;
  /** Level and message of each, in order of the text. */
  saidOf(source: string, query?: Readonly<Record<string, string>>): Promise<string[]>;
  addRule(definition: object, name?: string): Promise<string>;
}

/** Unix seconds of now. */
export const nowS = () => Date.now() / 1000;

export const alertPageSchema = z.object({ items: z.array(alertSchema), next: z.string().nullable() });

/** Opens an alert test on a running platform. */
export async function openAlertTest(platform: TestPlatform): Promise<AlertTest> {
  const world = await anApiWorld(platform.runtime);
  const call = await world.as('manager');
  const { organization, study, system } = world;
  const alertsOf: AlertTest['alertsOf'] = async (source, query = {}) => {
    const { json } = await call('GET /alerts', { query: { text: source, sort: 'opened', order: 'asc', ...query } });
    return alertPageSchema.parse(json).items;
  };
  return {
    world,
    call,
    async send(...points) {
      const tenant = { organizationId: organization.id, studyId: study.id, studyKey: study.key };
      await addBundle(
        platform,
        tenant,
        points.map((point) => aPoint({ timestamp: nowS(), ...point })),
      );
      await processUntilEmpty(platform.runtime);
    },
    check(hoursLater = 0) {
      const now = () => new Date(Date.now() + hoursLater * 3_600_000);
      return checkStudy({ ...system, now }, { studyId: study.id, publicUrl: 'https://cairn.example' });
    },
    alertsOf,
    saidOf: async (source, query) =>
      (await alertsOf(source, query)).map(({ level, message }) => `${level}: ${message}`).sort(),
    async addRule(definition, name = 'A rule') {
      const { json, status, text } = await call('POST /alert-rules', { body: { studyId: study.id, name, definition } });
      expect(status, text).toBe(201);
      return z.object({ id: z.string() }).parse(json).id;
    },
  };
}
