import { ApiProblem, apiUrl } from '#components/ui/api-client.ts';
import { importSchema, type ImportData } from './import-data.ts';

interface SendOptions {
  /** Share of the bytes that are away, 0 to 1. */
  readonly onProgress: (share: number) => void;
  readonly signal: AbortSignal;
}

/** Sends a file as it is, telling how far it is: `fetch` does not. Throws {@link ApiProblem}, or AbortError. */
export function sendFile(file: File, { onProgress, signal }: SendOptions): Promise<ImportData> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', apiUrl('registry-imports', { name: file.name }));
    request.setRequestHeader('x-cairn-request', '1');
    request.setRequestHeader('content-type', 'application/octet-stream');
    request.upload.onprogress = ({ loaded, total }) => {
      onProgress(total === 0 ? 0 : loaded / total);
    };
    request.onload = () => {
      if (request.status === 201) resolve(importSchema.parse(JSON.parse(request.responseText)));
      else reject(problemOf(request));
    };
    request.onerror = () => {
      reject(new ApiProblem({ status: 0, code: 'unreachable', detail: 'The server does not answer.' }));
    };
    request.onabort = () => {
      reject(new DOMException('the upload was stopped', 'AbortError'));
    };
    signal.addEventListener('abort', () => {
      request.abort();
    });
    request.send(file);
  });
}

function problemOf({ status, responseText }: XMLHttpRequest): ApiProblem {
  const detail = `The server answered with status ${String(status)}.`;
  try {
    const problem = JSON.parse(responseText) as { code?: string; detail?: string; requestId?: string };
    return new ApiProblem({
      status,
      code: problem.code ?? 'internal',
      detail: problem.detail ?? detail,
      requestId: problem.requestId,
    });
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return new ApiProblem({ status, code: 'internal', detail });
  }
}
