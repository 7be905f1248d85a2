import { z } from 'zod';

/** NEW waits for a decision, VALID counts, REJECTED is how a unit is removed. */
export const unitStatusSchema = z.enum(['NEW', 'VALID', 'REJECTED']);
export type UnitStatus = z.infer<typeof unitStatusSchema>;

/** [lon, lat, altitude in m], WGS 84. */
export type Position = readonly [lon: number, lat: number, altitudeM: number];

/**
 * Most levels of a tree. The index of the tree holds the way from the top as one key; keys of thousands of levels would
 * leave it unusable for everybody, even when the write that brought them was taken back.
 */
export const maxTreeLevels = 64;

/** Longest name, code or reference of a unit, and longest name of a type, in characters. */
export const longestUnitText = 255;
/** Most aliases of a unit (spec iaso-georegistry 1.6). */
export const mostAliases = 100;
/** All extra fields of a unit together, as JSON. */
export const largestExtraFieldsBytes = 64 * 1024;
