import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { z } from 'zod';
import { taskSchema } from '#components/tasks/task-data.ts';
import { TaskPage } from '#components/tasks/task-page.tsx';
import type { TaskId } from '#lib/platform/ids.ts';
import { getTask } from '#lib/platform/tasks/index.ts';
import { orNotFound } from '../../../_server/or-not-found.ts';
import { getPageContext } from '../../../_server/page-context.ts';
import { getTranslator } from '../../../_server/translator.ts';

interface PageProps {
  readonly params: Promise<{ readonly id: string }>;
}

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslator('tasks'))('title') };
}

export default async function OneTaskPage({ params }: PageProps) {
  const ctx = await getPageContext();
  const { id } = await params;
  if (!z.guid().safeParse(id).success) notFound();
  const task = await orNotFound(getTask(ctx, id as TaskId));
  return <TaskPage initial={taskSchema.parse(JSON.parse(JSON.stringify(task)))} />;
}
