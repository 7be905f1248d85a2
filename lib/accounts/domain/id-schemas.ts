import { z } from 'zod';
import type { OrganizationId, StudyId, UserId } from '#lib/platform/ids.ts';

// Branded by type only: a transform would have no description in the API document.

export const organizationIdSchema = z.guid() as unknown as z.ZodType<OrganizationId>;
export const studyIdSchema = z.guid() as unknown as z.ZodType<StudyId>;
export const userIdSchema = z.guid() as unknown as z.ZodType<UserId>;
