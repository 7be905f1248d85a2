import { z } from 'zod';
import { apiGet, apiPost, apiPut } from '#components/ui/api-client.ts';
import { backupsSchema, type BackupPlanDraft, type Backups } from '#lib/exports/domain/backup.ts';

const startedSchema = z.object({ taskId: z.string() });

/** What one can have done with the backups at a destination. */
export type BackupWork = 'write' | 'check' | 'try-restore' | 'drop-older';

export const backupsKey = ['backups'] as const;

export function fetchBackups(signal: AbortSignal): Promise<Backups> {
  return apiGet('installation/backups', backupsSchema, { signal });
}

interface BackupWish {
  readonly destinationId: string;
  readonly work: BackupWork;
  /** Of one state; absent: the newest. */
  readonly state?: string;
}

/** Starts work with backups; gives the Task that does it. */
export async function startBackupWork({ destinationId, work, state }: BackupWish): Promise<string> {
  const door = `export-destinations/${destinationId}/backup`;
  const isLook = work === 'check' || work === 'try-restore';
  const path = work === 'write' ? door : `${door}/${work}`;
  return (await apiPost(path, isLook ? { state: state ?? null } : {}, startedSchema)).taskId;
}

export function saveBackupPlan(destinationId: string, plan: BackupPlanDraft): Promise<unknown> {
  return apiPut(`export-destinations/${destinationId}/backup/plan`, plan);
}
