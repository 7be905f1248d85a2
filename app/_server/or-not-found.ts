import { notFound } from 'next/navigation';
import { Problem } from '#lib/platform/problems/problem.ts';

/** Shows the "nothing here" page when the reading ends in `not_found`; every other failure goes on. */
export async function orNotFound<T>(reading: Promise<T>): Promise<T> {
  try {
    return await reading;
  } catch (error) {
    if (error instanceof Problem && error.code === 'not_found') notFound();
    throw error;
  }
}
