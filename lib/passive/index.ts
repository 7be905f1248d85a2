/** Passive data: bundles as received, the points in them, what was not understood, and reading it all back. */
export { pointFilterSchema, pointPositionSchema, type PointFilter, type PointPosition } from './domain/point-filter.ts';
export type { PointEnvelope, PointRow } from './domain/point-row.ts';
export { renderPoint } from './domain/render-point.ts';
export { readPointBatches, readPoints, type ReadPointsOptions } from './services/read-points.ts';
