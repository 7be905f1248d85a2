import { z } from 'zod';
import type { TaskId } from '#lib/platform/ids.ts';

export const taskParamsSchema = z.object({ id: z.guid().transform((id) => id as TaskId) });
