import type { AddressInfo } from 'node:net';
import { Writable } from 'node:stream';
import { SMTPServer } from 'smtp-server';
import { describe, expect, it } from 'vitest';
import { createLogger } from '../log/log.ts';
import { createMail } from './mail.ts';

function logInto(lines: string[]) {
  const destination = new Writable({
    write(chunk: Buffer, _encoding, done) {
      lines.push(chunk.toString());
      done();
    },
  });
  return createLogger({ process: 'command', destination });
}

const message = {
  to: 'ana@example.org',
  subject: 'Your reset link',
  text: 'https://cairn.example.org/reset/SECRETTOKEN',
};

describe('mail', () => {
  it('platform: hands a message to the mail server', async () => {
    const received: string[] = [];
    const server = new SMTPServer({
      authOptional: true,
      disabledCommands: ['STARTTLS'],
      onData(stream, _session, done) {
        const chunks: Buffer[] = [];
        stream.on('data', (chunk: Buffer) => chunks.push(chunk));
        stream.on('end', () => {
          received.push(Buffer.concat(chunks).toString());
          done();
        });
      },
    });
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve);
    });
    const { port } = server.server.address() as AddressInfo;
    const mail = createMail({
      smtpUrl: `smtp://127.0.0.1:${String(port)}`,
      from: 'Cairn <cairn@example.org>',
      log: logInto([]),
    });
    await mail.send(message);
    mail.close();
    await new Promise<void>((resolve) => {
      server.close(resolve);
    });
    expect(mail.canSend).toBe(true);
    expect(received[0]).toContain('From: Cairn <cairn@example.org>');
    expect(received[0]).toContain('To: ana@example.org');
    expect(received[0]).toContain('SECRETTOKEN');
  });

  it('platform: without a mail server says so, and keeps text and address out of the log', async () => {
    const lines: string[] = [];
    const mail = createMail({ smtpUrl: null, from: 'x', log: logInto(lines) });
    await mail.send(message);
    expect(mail.canSend).toBe(false);
    expect(lines.join('')).toContain('SMTP_URL');
    expect(lines.join('')).not.toMatch(/SECRETTOKEN|example\.org/);
  });

  it('platform: throws when the mail server does not answer', async () => {
    const mail = createMail({ smtpUrl: 'smtp://127.0.0.1:9', from: 'x@example.org', log: logInto([]) });
    await expect(mail.send(message)).rejects.toThrow('ECONNREFUSED');
  });
});
