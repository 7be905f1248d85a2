import { maxSourceListBytes, readStudySources, writeStudySources } from '#lib/passive/index.ts';
import { recordAccess } from '#lib/platform/audit/record-access.ts';
import { Problem } from '#lib/platform/problems/problem.ts';
import { listNamedSourcesOfStudy } from '#lib/sources/index.ts';
import type { DashboardRequest } from './dashboard-call.ts';
import type { Answer, Exchange } from './exchange.ts';
import { MultipartReader, readParameter } from './form-multipart.ts';
import type { FilePart, FormTarget, PartSink } from './form-target.ts';
import { pumpBody } from './pump-body.ts';
import { bodyKindOf } from './read-upload-form.ts';

/** Form parts besides the list, in bytes. */
const slackBytes = 64 * 1024;

/** `data-sources.txt`: GET gives the list, POST takes it as the file `upload_file` of a form (5.7). */
export async function answerSourceList({ ctx, exchange, study }: DashboardRequest): Promise<Answer> {
  const listed = { id: study.studyId, key: study.key };
  if (exchange.method !== 'POST') {
    const headers = {
      'content-type': 'text/plain; charset=utf-8',
      'content-disposition': 'attachment; filename="data-sources.txt"',
      'x-content-type-options': 'nosniff',
    };
    const text = await writeStudySources(ctx, listed);
    recordAccess(ctx, { action: 'sources.list', studyId: study.studyId, detail: {}, outcome: 'ok' });
    return { status: 200, body: null, text, headers };
  }
  const text = await readUploadedFile(exchange);
  const isDryRun = exchange.query.get('dry_run') === 'true';
  const report = await readStudySources(ctx, { study: listed, text, isDryRun });
  const wrong = report.errors[0];
  const message = wrong
    ? `Nothing was changed. Line ${String(wrong.line)}: ${wrong.message}`
    : `${String(report.rows)} sources read, ${String(report.added)} added.`;
  return { status: wrong ? 400 : 200, body: { success: !wrong, message, ...report }, isIndented: true };
}

/** `unmatched-sources.json`: all identifiers that are known, whatever its name says (5.7). */
export async function answerUnmatchedSources({ ctx, study }: DashboardRequest): Promise<Answer> {
  const sources = await listNamedSourcesOfStudy(ctx, study.studyId);
  recordAccess(ctx, {
    action: 'sources.identifiers',
    studyId: study.studyId,
    detail: {},
    outcome: 'ok',
    count: sources.length,
  });
  return { status: 200, body: sources.map(({ identifier }) => identifier), isIndented: true };
}

/** The text of the part `upload_file`. Throws `input_invalid` without it, and what reading a form throws. */
async function readUploadedFile(exchange: Exchange): Promise<string> {
  const file = new UploadedFile();
  if (bodyKindOf(exchange) === 'multipart') {
    const boundary = readParameter(exchange.header('content-type') ?? '', 'boundary') ?? '';
    const reader = new MultipartReader(file, boundary);
    const target = { push: (chunk: Buffer) => reader.push(chunk), whenReady: () => undefined };
    await pumpBody(exchange, target, { maxBytes: maxSourceListBytes + slackBytes, gunzip: false });
    reader.end();
  }
  if (file.text !== null) return file.text;
  const detail = 'Send the list as the file "upload_file" of a form (multipart/form-data).';
  throw new Problem('input_invalid', { detail, fields: { upload_file: detail } });
}

/** Keeps the one file that is asked for, whether it comes as a file or as a field. */
class UploadedFile implements FormTarget {
  text: string | null = null;

  openField(name: string): PartSink | null {
    return name === 'upload_file' ? this.#open() : null;
  }

  openFile({ name }: FilePart): PartSink | null {
    return this.openField(name);
  }

  #open(): PartSink {
    const chunks: Buffer[] = [];
    return {
      write: (chunk) => chunks.push(chunk),
      end: () => {
        this.text = Buffer.concat(chunks).toString('utf8');
      },
    };
  }
}
