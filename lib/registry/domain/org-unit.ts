import { z } from 'zod';

/** NEW waits for a decision, VALID counts, REJECTED is how a unit is removed. */
export const unitStatusSchema = z.enum(['NEW', 'VALID', 'REJECTED']);
export type UnitStatus = z.infer<typeof unitStatusSchema>;

/** [lon, lat, altitude in m], WGS 84. */
export type Position = readonly [lon: number, lat: number, altitudeM: number];
