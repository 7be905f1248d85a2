import { z } from 'zod';

/** Whether everybody may read what public installations measure, without sign-in. */
export const openSensorsSchema = z.strictObject({ isOpen: z.boolean() });
export type OpenSensors = z.infer<typeof openSensorsSchema>;

/** The same as people see it: with the address that programs read from. */
export const openSensorsViewSchema = openSensorsSchema.extend({ url: z.url() });
export type OpenSensorsView = z.infer<typeof openSensorsViewSchema>;
