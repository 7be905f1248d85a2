'use client';

import { useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { ApiProblem } from '#components/ui/api-client.ts';
import { sendArchive } from './participant-client.ts';

/** How the sending of a file goes. */
export interface Sending {
  readonly file: File;
  /** 0 to 1. */
  readonly share: number;
  readonly isRetrying: boolean;
}

export interface SendFile {
  /** Null: none is under way. */
  readonly sending: Sending | null;
  /** Null: nothing went wrong. `cut`: the line was lost; choosing the file again goes on. */
  readonly failure: { readonly kind: 'cut' } | { readonly kind: 'refused'; readonly message: string } | null;
  readonly send: (file: File) => void;
  readonly stop: () => void;
}

/** Sends files of one service, one at a time. */
export function useSendFile(of: {
  readonly token: string;
  readonly service: string;
  readonly partBytes: number;
}): SendFile {
  const queries = useQueryClient();
  const [sending, setSending] = useState<Sending | null>(null);
  const [failure, setFailure] = useState<SendFile['failure']>(null);
  const control = useRef<AbortController>(null);
  const run = async (file: File) => {
    control.current = new AbortController();
    setFailure(null);
    setSending({ file, share: 0, isRetrying: false });
    try {
      await sendArchive(file, {
        ...of,
        signal: control.current.signal,
        onProgress: (bytes) => {
          setSending({ file, share: bytes / file.size, isRetrying: false });
        },
        onRetry: () => {
          setSending((now) => now && { ...now, isRetrying: true });
        },
      });
    } catch (error) {
      setFailure(failureOf(error));
    } finally {
      setSending(null);
      await queries.invalidateQueries({ queryKey: ['own-donation'] });
    }
  };
  return { sending, failure, send: (file) => void run(file), stop: () => control.current?.abort() };
}

function failureOf(error: unknown): SendFile['failure'] {
  if (error instanceof DOMException && error.name === 'AbortError') return null;
  if (error instanceof ApiProblem && error.status > 0 && error.status < 500) {
    return { kind: 'refused', message: error.fields['fileName'] ?? error.message };
  }
  return { kind: 'cut' };
}
