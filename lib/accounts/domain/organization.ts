import { z } from 'zod';
import type { OrganizationId } from '#lib/platform/ids.ts';

/** The tenant; nothing crosses it. */
export interface Organization {
  readonly id: OrganizationId;
  readonly name: string;
  readonly createdAt: Date;
  readonly archivedAt: Date | null;
}

/** Unique in the installation; no control characters. */
export const organizationNameSchema = z
  .string()
  .trim()
  .min(1, 'Give a name.')
  .max(120, 'Use at most 120 characters.')
  .regex(/^\P{Cc}+$/u, 'A name has no control characters.');
