import type { Metadata } from 'next';
import { taskPageSchema } from '#components/tasks/task-data.ts';
import { taskFilters, taskStatesOf } from '#components/tasks/task-filter.ts';
import { TasksView } from '#components/tasks/tasks-view.tsx';
import { listTasks } from '#lib/platform/tasks/index.ts';
import { chooseStudy } from '../../../_server/chosen-study.ts';
import { orNotFound } from '../../../_server/or-not-found.ts';
import { getPageContext } from '../../../_server/page-context.ts';
import { getTranslator } from '../../../_server/translator.ts';

interface PageProps {
  readonly searchParams: Promise<{ readonly study?: string; readonly state?: string }>;
}

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslator('tasks'))('title') };
}

export default async function TasksPage({ searchParams }: PageProps) {
  const ctx = await getPageContext();
  const { study = null, state } = await searchParams;
  const filter = taskFilters.find((known) => known === state) ?? 'all';
  const { studyIds } = await orNotFound(chooseStudy(ctx, study));
  const states = taskStatesOf(filter);
  const page = await listTasks(ctx, { studyId: studyIds?.[0] ?? null, ...(states.length > 0 && { states }) });
  // As the API gives it: instants as texts.
  const initialPage = taskPageSchema.parse(JSON.parse(JSON.stringify(page)));
  return <TasksView initial={{ study, filter, page: initialPage }} />;
}
