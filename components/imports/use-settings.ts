'use client';

import { useState } from 'react';
import type { ImportMapping } from '#lib/registry/domain/import-mapping.ts';
import { importSettingsSchema, type ImportSettings } from '#lib/registry/domain/import-record.ts';
import type { ImportColumnsData, ImportData } from './import-data.ts';

/** Settings while they are being made: the name of a place may not be chosen yet. */
export interface SettingsDraft extends Omit<ImportSettings, 'mapping'> {
  readonly mapping: Partial<ImportMapping>;
}

export interface SettingsState {
  readonly draft: SettingsDraft;
  readonly change: (change: Partial<SettingsDraft>) => void;
  /** Null: something is missing yet. */
  readonly settings: ImportSettings | null;
  /** What is missing or does not fit, by field. */
  readonly fields: Readonly<Record<string, string>>;
  /** The last check was with just these settings. */
  readonly isChecked: boolean;
}

/** What a person chooses for an import: begun with what was chosen last, or what the columns seem to be. */
export function useSettings(of: ImportData, columns: ImportColumnsData, pyramid: string): SettingsState {
  const [draft, setDraft] = useState<SettingsDraft>(() => ({
    pyramid: of.settings?.pyramid ?? pyramid,
    version: of.settings?.version ?? null,
    status: of.settings?.status ?? 'VALID',
    leaveOutRefused: of.settings?.leaveOutRefused ?? false,
    mapping: of.settings?.mapping ?? columns.mapping ?? {},
  }));
  const parsed = importSettingsSchema.safeParse({ ...draft, mapping: columns.isList ? draft.mapping : null });
  const settings = parsed.success ? parsed.data : null;
  const isSame =
    settings !== null && of.settings !== null && keyOf(settings) === keyOf(importSettingsSchema.parse(of.settings));
  return {
    draft,
    change: (change) => {
      setDraft((before) => ({ ...before, ...change }));
    },
    settings,
    fields: Object.fromEntries((parsed.error?.issues ?? []).map(({ path, message }) => [path.join('.'), message])),
    isChecked: isSame && (of.state === 'checked' || of.state === 'refused'),
  };
}

/** Whether refused rows are left out changes nothing about what a check finds. */
function keyOf({ leaveOutRefused: _leaveOutRefused, mapping, ...rest }: ImportSettings): string {
  const members = Object.entries({ ...rest, ...mapping }).filter(([, value]) => value !== undefined);
  return JSON.stringify(members.sort(([a], [b]) => (a < b ? -1 : 1)));
}
