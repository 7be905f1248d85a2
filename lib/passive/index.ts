/** Passive data: bundles as received, the points in them, what was not understood, and reading it all back. */
export { pointFilterSchema, pointPositionSchema, type PointFilter, type PointPosition } from './domain/point-filter.ts';
export type { PointEnvelope, PointRow } from './domain/point-row.ts';
export { renderPoint } from './domain/render-point.ts';
export { readPointBatches, readPoints, type ReadPointsOptions } from './services/read-points.ts';
export { timeWindowSchema, type TimeWindow } from './domain/views/time-window.ts';
export { getPoint, pointAddressSchema } from './services/get-point.ts';
export { listAttachments } from './services/list-attachments.ts';
export { listPoints } from './services/list-points.ts';
export { listSourceRates, rateHours, readKindHours } from './services/list-source-rates.ts';
export { listSourceTypes } from './services/list-source-types.ts';
export { openAttachment } from './services/open-attachment.ts';
export { readDensity } from './services/read-density.ts';
export { readTypeChart } from './services/read-type-chart.ts';
