import { requireVerb } from '#lib/platform/auth/require-verb.ts';
import type { Context } from '#lib/platform/context.ts';
import { Problem } from '#lib/platform/problems/problem.ts';
import type { TaskContext } from '#lib/platform/tasks/index.ts';
import { findBundleWithBytes } from '../data/erase-bundles.sql.ts';
import { openBundleText } from './open-bundle.ts';
import { readStudySettings } from './study-settings.ts';

/** A bundle as its sender wrote it. */
export interface DumpedBundle {
  readonly id: string;
  readonly receivedAt: Date;
  readonly sizeBytes: number;
  /** The JSON text, opened; fields that the study does not keep are in it still. */
  readonly text: string;
}

/**
 * Opens a raw bundle to be read by whoever runs the platform (passive-data-kit.md, 3.3 `pdk_dump_bundle`). Errors: `not_found`
 * (no such bundle, or its bytes are gone), `permission_missing`, `input_invalid` (it cannot be opened, and why),
 * `storage_unavailable`.
 */
export async function dumpBundle(ctx: Context & Pick<TaskContext, 'secret'>, bundleId: string): Promise<DumpedBundle> {
  const bundle = await findBundleWithBytes(ctx, bundleId);
  if (!bundle) throw new Problem('not_found', { detail: 'There is no such bundle, or its bytes are gone.' });
  requireVerb(ctx, 'studies.manage', { studyId: bundle.studyId });
  const opened = await openBundleText(ctx, bundle, await readStudySettings(ctx, bundle.studyId));
  if (!opened.ok) throw new Problem('input_invalid', { detail: opened.detail });
  const text = opened.bytes.toString('utf8');
  return { id: bundle.id, receivedAt: bundle.receivedAt, sizeBytes: opened.bytes.length, text };
}
