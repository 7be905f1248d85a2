import { createHash } from 'node:crypto';
import ssh2, { type SFTPWrapper } from 'ssh2';
import { equalSecrets } from '../crypto/hash.ts';
import { Problem } from '../problems/problem.ts';

/** Where to sign in, and as whom. */
export interface SftpAccount {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  /** `SHA256:…` of the host's key, as `ssh-keygen -lf` shows it; another key is refused. */
  readonly hostKey: string;
  readonly password: string | null;
  /** OpenSSH or PEM text. */
  readonly privateKey: string | null;
  readonly passphrase: string | null;
}

/** An SFTP session that is open. */
export interface SftpSession {
  readonly sftp: SFTPWrapper;
  /** Rejects once the connection is lost: race against it. */
  readonly lost: Promise<never>;
  close(): void;
}

/** How long a host may take to greet, ms. */
const readyMs = 20_000;
/** A silent host is asked this often, ms, and given up after a few times. */
const aliveMs = 15_000;

/** `SHA256:…` of a host's public key, as OpenSSH writes it. */
export function hostKeyFingerprint(key: Buffer): string {
  return `SHA256:${createHash('sha256').update(key).digest('base64').replace(/=+$/, '')}`;
}

/** Signs in. Throws `destination_refused` (another host key, not let in) or `destination_unavailable`. */
export function openSftpSession(account: SftpAccount): Promise<SftpSession> {
  const client = new ssh2.Client();
  let shown: string | null = null;
  return new Promise((resolve, reject) => {
    let fail = reject;
    const lost = new Promise<never>((_resolve, rejectLost) => {
      client.once('close', () => {
        rejectLost(new Problem('destination_unavailable', { detail: 'The connection to the host was lost.' }));
      });
    });
    // eslint-disable-next-line cairn/no-silent-catch -- raced by whoever works; nobody may be working when it ends
    lost.catch(() => undefined);
    client.on('error', (error) => {
      fail(translate(error, shown, account));
    });
    client.once('ready', () => {
      // Small questions and answers go back and forth: none may wait for more to fill its packet.
      client.setNoDelay(true);
      client.sftp((error, sftp) => {
        if (error) {
          client.end();
          reject(new Problem('destination_refused', { detail: 'The host gives no SFTP.', cause: error }));
          return;
        }
        fail = () => undefined;
        resolve({ sftp, lost, close: () => client.end() });
      });
    });
    client.connect({
      host: account.host,
      port: account.port,
      username: account.user,
      ...(account.password === null ? {} : { password: account.password }),
      ...(account.privateKey === null ? {} : { privateKey: account.privateKey }),
      ...(account.passphrase === null ? {} : { passphrase: account.passphrase }),
      readyTimeout: readyMs,
      keepaliveInterval: aliveMs,
      hostVerifier: (key: Buffer) => {
        shown = hostKeyFingerprint(key);
        return equalSecrets(shown, account.hostKey);
      },
    });
  });
}

function translate(error: Error & { readonly level?: string }, shown: string | null, account: SftpAccount): Problem {
  if (shown !== null && shown !== account.hostKey) {
    return new Problem('destination_refused', {
      detail: `The host shows another key than the one set down: ${shown}. Nothing was sent.`,
      cause: error,
    });
  }
  if (error.level === 'client-authentication') {
    return new Problem('destination_refused', {
      detail: 'The host does not let this user in with this key or password.',
      cause: error,
    });
  }
  const word = (error as NodeJS.ErrnoException).code ?? error.level ?? 'no answer';
  return new Problem('destination_unavailable', { detail: `The host does not answer (${word}).`, cause: error });
}

/** Reads a private key as the client would. Gives what is wrong with it, for the person who typed it; null: nothing. */
export function privateKeyFlaw(privateKey: string, passphrase: string | null): string | null {
  const parsed = ssh2.utils.parseKey(privateKey, passphrase ?? undefined);
  if (parsed instanceof Error) return `This is no private key that can be used: ${parsed.message}`;
  return null;
}
