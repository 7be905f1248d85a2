import { z } from 'zod';
import { findOrganizationNamed } from '#lib/accounts/index.ts';
import { requestDonation, requestDonationSchema } from '#lib/donations/index.ts';
import { commandContext, defineCommand } from './command.ts';

const request = defineCommand({
  name: 'donation request',
  usage: '--study K --identifier I [--org N] [--email E] [--services a,b] [--days 60] [--language en] [--send]',
  summary: 'Asks a participant for archives and prints the link this once; with --send, mails it.',
  options: {
    org: { type: 'string' },
    study: { type: 'string' },
    identifier: { type: 'string' },
    email: { type: 'string' },
    services: { type: 'string' },
    days: { type: 'string' },
    language: { type: 'string' },
    send: { type: 'boolean' },
  },
  inputSchema: z.strictObject({
    org: z.string().min(1).nullable().default(null),
    study: requestDonationSchema.shape.study,
    identifier: requestDonationSchema.shape.identifier,
    email: requestDonationSchema.shape.email,
    services: z
      .string()
      .default('')
      .transform((text) => text.split(',').filter((word) => word.trim() !== ''))
      .pipe(requestDonationSchema.shape.services.unwrap()),
    days: z.coerce.number().int().min(1).max(730).nullable().default(null),
    language: requestDonationSchema.shape.locale,
    send: z.boolean().default(false),
  }),
  async run(runtime, { org, days, language, send, ...words }) {
    const ctx = commandContext(runtime, (await findOrganizationNamed(runtime, org)).id);
    const input = { ...words, lifeDays: days, locale: language, sendMail: send };
    const room = { mail: runtime.mail, publicUrl: runtime.config.publicUrl };
    const { request: made, link, isMailed } = await requestDonation(ctx, input, room);
    const until = made.expiresAt.toISOString().slice(0, 10);
    const mailed = send ? (isMailed ? '; mailed' : '; NOT mailed') : '';
    const data = { id: made.id, identifier: made.identifier, expiresAt: made.expiresAt, link, isMailed };
    return {
      data,
      text: `${link}\n(shown this once; works until ${until}${mailed})`,
      ...(send && !isMailed && { failed: true as const }),
    };
  },
});

export const donationCommands = [request];
