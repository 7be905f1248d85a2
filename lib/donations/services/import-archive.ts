import { z } from 'zod';
import type { HookRegistry } from '#lib/platform/plugins/hook-registry.ts';
import { Problem } from '#lib/platform/problems/problem.ts';
import { defineTaskKind, type TaskContext } from '#lib/platform/tasks/index.ts';
import { findFile, markProcessed } from '../data/files.sql.ts';
import { findRequest } from '../data/requests.sql.ts';
import type { DonatedFile, DonationRequest, FileState, Outcome } from '../domain/donation.ts';
import type { Importer } from '../domain/importer.ts';
import { findImporter } from '../domain/importers.ts';
import { PointWriter } from './point-writer.ts';
import { readArchive } from './read-archive.ts';
import { withOpenedArchive } from './sealed-archive.ts';
import { openStudyBox, type StudyBox } from './study-box.ts';

/** The Task that reads a donated archive; reading it again stores nothing twice. */
export const importArchive = defineTaskKind({
  kind: 'donations.import',
  inputSchema: z.object({ fileId: z.guid() }),
  run: importFile,
});

const nothing: Outcome = { reason: null, events: {}, engagements: 0, skipped: [] };

async function importFile(ctx: TaskContext, { fileId }: { readonly fileId: string }): Promise<Outcome> {
  const file = await findFile(ctx, fileId);
  const request = file && (await findRequest(ctx, file.requestId));
  if (!file || !request) throw new Problem('not_found', { detail: 'The file was taken back before it was read.' });
  const box = await openStudyBox(ctx, { studyId: request.studyId, secret: ctx.secret });
  const importer = findImporter(file.service, ctx.plugins.hooks.plugins);
  return withOpenedArchive(ctx, { fileId, box, signal: ctx.signal }, async ({ path, sha256 }) => {
    const outcome = importer ? await readPoints(ctx, { file, request, importer, box, path }) : nothing;
    await markProcessed(ctx, fileId, { state: stateOf(importer, outcome), sha256, outcome, at: ctx.now() });
    tell(ctx, importer, outcome);
    return outcome;
  });
}

interface ReadableFile {
  readonly file: DonatedFile;
  readonly request: DonationRequest;
  readonly importer: Importer;
  readonly box: StudyBox;
  readonly path: string;
}

async function readPoints(ctx: TaskContext, { file, request, importer, box, path }: ReadableFile): Promise<Outcome> {
  const writer = new PointWriter(ctx, {
    studyId: request.studyId,
    origin: { source: request.identifier, service: file.service },
    sealer: {
      publicKey: box.publicKey,
      seal: (text) => box.sealSteadily(Buffer.from(text)),
      annotate: (text) => annotationsOf(text, ctx.plugins.hooks),
    },
  });
  try {
    const outcome = await readArchive({
      path,
      fileName: file.fileName,
      importer,
      signal: ctx.signal,
      onEvent: (event) => writer.write(event),
      onProgress: (done, total) => {
        ctx.progress(done, total);
      },
    });
    await writer.flush();
    return outcome;
  } finally {
    await writer.close();
  }
}

/** What annotators say of a text that is sealed (pdk-47): one that throws says nothing. */
function annotationsOf(text: string, hooks: HookRegistry): [string, string | number][] {
  return hooks.all('annotators', ({ annotators }) =>
    annotators?.flatMap((annotator) => Object.entries(annotator.annotate(text))),
  );
}

function stateOf(importer: Importer | null, { reason }: Outcome): FileState {
  if (!importer) return 'kept';
  return reason === null || reason === 'nothing_inside' ? 'imported' : 'refused';
}

/** What people who watch the task read; nothing of what is in the archive. */
function tell(ctx: TaskContext, importer: Importer | null, { reason, events, skipped }: Outcome): void {
  if (!importer) ctx.logLine('info', 'Archives of this service are not read; it is kept sealed.');
  for (const [event, count] of Object.entries(events)) ctx.logLine('info', `${event}: ${String(count)}`);
  for (const { what, reason: why, count } of skipped) {
    ctx.logLine('warning', `${what}: ${String(count)} left out (${why.replaceAll('_', ' ')}).`);
  }
  if (reason !== null) ctx.logLine('warning', `Nothing was read: ${reason.replaceAll('_', ' ')}.`);
}
