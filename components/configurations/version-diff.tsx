'use client';

import { ScrollArea, Text } from '@mantine/core';
import { useTranslations } from 'use-intl/react';
import { indentJson } from '#lib/exports/domain/indent-json.ts';
import type { ConfigurationDraft } from '#lib/passive/domain/configuration.ts';
import { diffLines, type DiffLine } from '#lib/passive/domain/diff-lines.ts';
import classes from './version-diff.module.css';

interface VersionDiffProps {
  readonly before: ConfigurationDraft;
  readonly beforeTitle: string;
  readonly after: ConfigurationDraft;
  readonly afterTitle: string;
}

/** A configuration as text, its settings first: what two versions are compared by. */
function textOf({ name, idPattern, contextPattern, evaluateOrder, isEnabled, body }: ConfigurationDraft): string {
  return indentJson(JSON.stringify({ name, idPattern, contextPattern, evaluateOrder, isEnabled, body }), 0);
}

/** Removed and added lines that follow each other stand side by side. */
function rowsOf(lines: readonly DiffLine[]): { before: DiffLine | null; after: DiffLine | null }[] {
  const rows: { before: DiffLine | null; after: DiffLine | null }[] = [];
  let open = 0;
  for (const line of lines) {
    if (line.kind === 'same') {
      rows.push({ before: line, after: line });
      open = rows.length;
    } else if (line.kind === 'removed') rows.push({ before: line, after: null });
    else {
      const free = rows.findIndex((row, index) => index >= open && row.after === null);
      if (free < 0) rows.push({ before: null, after: line });
      else rows[free] = { before: rows[free]?.before ?? null, after: line };
    }
  }
  return rows;
}

/** Two versions side by side, line by line; what differs is marked by colour and by a sign. */
export function VersionDiff({ before, beforeTitle, after, afterTitle }: VersionDiffProps) {
  const t = useTranslations('configurationVersions');
  const lines = diffLines(textOf(before), textOf(after));
  if (lines.every(({ kind }) => kind === 'same')) return <Text size="sm">{t('equal')}</Text>;
  return (
    <ScrollArea.Autosize mah={420} viewportProps={{ tabIndex: 0, role: 'group', 'aria-label': t('comparison') }}>
      <table className={classes['table']} aria-label={t('comparison')}>
        <thead>
          <tr>
            <th scope="col">{beforeTitle}</th>
            <th scope="col">{afterTitle}</th>
          </tr>
        </thead>
        <tbody>
          {rowsOf(lines).map((row, index) => (
            <tr key={index}>
              <td className={row.before?.kind === 'removed' ? classes['removed'] : undefined}>
                {row.before && `${row.before.kind === 'removed' ? '− ' : '  '}${row.before.text}`}
              </td>
              <td className={row.after?.kind === 'added' ? classes['added'] : undefined}>
                {row.after && `${row.after.kind === 'added' ? '+ ' : '  '}${row.after.text}`}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollArea.Autosize>
  );
}
