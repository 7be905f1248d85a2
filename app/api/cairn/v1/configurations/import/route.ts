import { importConfigurations, importConfigurationsSchema } from '#lib/passive/index.ts';
import { configurationImportSchema } from '#lib/passive/domain/configuration.ts';
import { defineRoute } from '#lib/protocols/cairn/define-route.ts';

export const POST = defineRoute({
  summary: 'Bring a file of device configurations into a study, or say what that would do',
  auth: { verb: 'passive.configure' },
  body: importConfigurationsSchema,
  response: configurationImportSchema,
  handler: ({ ctx, body }) => importConfigurations(ctx, body),
});
