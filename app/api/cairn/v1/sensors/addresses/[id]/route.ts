import { z } from 'zod';
import { defineRoute } from '#lib/protocols/cairn/define-route.ts';
import {
  addressRowSchema,
  getAddressRow,
  getOwnAddress,
  removeAddress,
  updateAddress,
  writeAddressSchema,
} from '#lib/sensors/index.ts';

const params = z.object({ id: z.guid() });

export const GET = defineRoute({
  summary: 'Get an address with its sites',
  auth: { verb: 'registry.read' },
  params,
  response: addressRowSchema,
  handler: ({ ctx, params: { id } }) => getAddressRow(ctx, id),
});

export const PUT = defineRoute({
  summary: 'Change an address; its sites move on the map with it',
  auth: { verb: 'registry.edit' },
  params,
  body: writeAddressSchema,
  response: addressRowSchema,
  handler: async ({ ctx, params: { id }, body }) => {
    await updateAddress(ctx, await getOwnAddress(ctx, id), body);
    return getAddressRow(ctx, id);
  },
});

export const DELETE = defineRoute({
  summary: 'Remove an address that no site has',
  auth: { verb: 'registry.edit' },
  params,
  status: 204,
  handler: async ({ ctx, params: { id } }) => removeAddress(ctx, await getOwnAddress(ctx, id)),
});
