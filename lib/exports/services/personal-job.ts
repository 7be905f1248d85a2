import type { Locale } from '#lib/platform/i18n/locales.ts';
import type { Translator } from '#lib/platform/i18n/translator.ts';
import type { TaskContext } from '#lib/platform/tasks/index.ts';
import type { ZoneClock } from '#lib/platform/time/zone-clock.ts';
import type { Source } from '#lib/sources/index.ts';
import { renderPage } from '../domain/personal/markup.ts';
import type { Archive } from './archive.ts';

/** What the writers of a person's own report share. */
export interface PersonalJob {
  readonly ctx: TaskContext;
  readonly archive: Archive;
  readonly source: Source;
  /** The reader's zone. */
  readonly clock: ZoneClock;
  readonly locale: Locale;
  readonly t: Translator<'personalReport'>;
  /** What a type is called in the reader's language; its identifier when nobody named it. */
  readonly nameOf: (type: string) => string;
  /** Adds to the progress. */
  readonly counted: (points: number) => void;
}

interface NamedPage {
  readonly name: string;
  readonly title: string;
  /** Markup behind the heading. */
  readonly body: string;
}

/** Adds a page to the archive. */
export async function writePage({ archive, locale }: PersonalJob, { name, title, body }: NamedPage): Promise<void> {
  await archive.zip.open(name);
  await archive.zip.write(Buffer.from(renderPage({ locale, title, body })));
  await archive.zip.close();
}
