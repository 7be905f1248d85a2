import { z } from 'zod';
import { defineRoute } from '#lib/protocols/cairn/define-route.ts';
import {
  addressRowSchema,
  createAddress,
  getAddressRow,
  listAddressesSchema,
  listAddressRows,
  writeAddressSchema,
} from '#lib/sensors/index.ts';

export const GET = defineRoute({
  summary: 'List the addresses of sites with sensors by city and street',
  auth: { verb: 'registry.read' },
  query: listAddressesSchema,
  response: z.object({ items: z.array(addressRowSchema), next: z.string().nullable() }),
  handler: ({ ctx, query }) => listAddressRows(ctx, query),
});

export const POST = defineRoute({
  summary: 'Add an address that sites can be given',
  auth: { verb: 'registry.edit' },
  body: writeAddressSchema,
  response: addressRowSchema,
  status: 201,
  handler: async ({ ctx, body }) => {
    const { id } = await createAddress(ctx, body, { isOfOrganization: true });
    return getAddressRow(ctx, id);
  },
});
