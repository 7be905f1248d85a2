import { apiCall, apiGet, ApiProblem } from '#components/ui/api-client.ts';
import { z } from 'zod';
import {
  begunFileSchema,
  offerSchema,
  participantSchema,
  startedSchema,
  type DonatedFileData,
  type ParticipantData,
} from '../donation-data.ts';

/** Lets in who has the link: in a header, the token is in no address. */
const withToken = (token: string) => ({ 'x-cairn-donation': token });

export function fetchOwnDonation(token: string, signal: AbortSignal): Promise<ParticipantData> {
  return apiCall('GET', 'donate/request', { schema: participantSchema, headers: withToken(token), signal });
}

export function changeOwnDonation(
  token: string,
  change: { readonly services?: readonly string[]; readonly canEmail?: boolean },
): Promise<ParticipantData> {
  return apiCall('PATCH', 'donate/request', { schema: participantSchema, headers: withToken(token), body: change });
}

export function discardOwnFile(token: string, id: string): Promise<unknown> {
  return apiCall('DELETE', `donate/files/${id}`, { schema: z.unknown(), headers: withToken(token) });
}

export function fetchOffer(study: string, signal: AbortSignal) {
  return apiGet(`donate/studies/${encodeURIComponent(study)}`, offerSchema, { signal });
}

export interface StartInput {
  readonly study: string;
  readonly identifier: string | null;
  readonly email: string | null;
  readonly locale: string;
}

export function startOwnDonation(input: StartInput) {
  return apiCall('POST', 'donate/start', { schema: startedSchema, body: input });
}

interface SendOptions {
  readonly token: string;
  readonly service: string;
  readonly partBytes: number;
  readonly signal: AbortSignal;
  /** Bytes that have arrived; called after each piece. */
  readonly onProgress: (bytes: number) => void;
  /** A piece did not arrive and is sent again. */
  readonly onRetry: () => void;
}

/** Tries of one piece before the sending gives up, and the pause before the second, in milliseconds. */
const tries = 6;
const firstPauseMs = 500;

/**
 * Sends a file piece by piece, from where an earlier sending of it stopped. A piece that does not arrive is sent again, a
 * little later each time. Throws {@link ApiProblem}, AbortError.
 */
export async function sendArchive(file: File, options: SendOptions): Promise<DonatedFileData> {
  const { token, service, partBytes, signal, onProgress } = options;
  const body = { service, fileName: file.name, sizeBytes: file.size };
  let state = await apiCall('POST', 'donate/files', {
    schema: begunFileSchema,
    headers: withToken(token),
    body,
    signal,
  });
  onProgress(state.receivedBytes);
  while (state.state === 'receiving') {
    const offset = state.receivedBytes;
    const piece = file.slice(offset, offset + partBytes);
    state = await sendPiece({ ...options, id: state.id, offset, piece });
    onProgress(state.receivedBytes);
  }
  return state;
}

interface Piece extends SendOptions {
  readonly id: string;
  readonly offset: number;
  readonly piece: Blob;
}

async function sendPiece({ token, id, offset, piece, signal, onRetry }: Piece): Promise<DonatedFileData> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await apiCall('PUT', `donate/files/${id}`, {
        schema: begunFileSchema,
        headers: withToken(token),
        query: { offset },
        body: piece,
        signal,
      });
    } catch (error) {
      if (!(error instanceof ApiProblem) || !isPassing(error) || attempt === tries) throw error;
      onRetry();
      await new Promise((resolve) => setTimeout(resolve, firstPauseMs * 2 ** attempt));
      signal.throwIfAborted();
    }
  }
}

/** The line or the server, not the file: another try may do. A piece that was cut short on the way is one of these. */
function isPassing({ status, code }: ApiProblem): boolean {
  return status === 0 || status >= 500 || status === 429 || code === 'input_invalid';
}
