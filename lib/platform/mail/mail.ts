import { createTransport } from 'nodemailer';
import type { Logger } from '../log/log.ts';

export interface MailMessage {
  readonly to: string;
  readonly subject: string;
  /** Plain text; every mail has one. */
  readonly text: string;
  readonly html?: string;
}

/** Outgoing mail. Without a mail server nothing is sent, which `canSend` tells beforehand. */
export interface Mail {
  readonly canSend: boolean;
  /** Hands the message to the mail server; throws what the server says. Without one, notes in the log that it was not sent. */
  send(message: MailMessage): Promise<void>;
  close(): void;
}

export interface MailOptions {
  readonly smtpUrl: string | null;
  readonly from: string;
  readonly log: Logger;
}

/** How long a mail server may take to greet and to answer, in milliseconds. */
const timeoutsMs = { connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 30_000 };

/** Opens no connection before the first message. */
export function createMail({ smtpUrl, from, log }: MailOptions): Mail {
  if (smtpUrl === null) {
    return {
      canSend: false,
      send() {
        // Neither text nor address: a reset link in the log would be a way in.
        log.warn('a mail was not sent: SMTP_URL is not set');
        return Promise.resolve();
      },
      close: () => undefined,
    };
  }
  const transport = createTransport({ url: smtpUrl, ...timeoutsMs });
  return {
    canSend: true,
    async send(message) {
      await transport.sendMail({ from, ...message });
    },
    close() {
      transport.close();
    },
  };
}
