import type { UseFormReturnType } from '@mantine/form';
import { ApiProblem } from '#components/ui/api-client.ts';

/**
 * Runs the saving of a form; what the server refuses is told at its field, or at `fallback` when it names none that the
 * form has. Gives whether it was saved.
 */
export async function saveForm<Values extends object>(
  form: UseFormReturnType<Values>,
  fallback: keyof Values & string,
  save: () => Promise<unknown>,
): Promise<boolean> {
  try {
    await save();
    return true;
  } catch (error) {
    if (!(error instanceof ApiProblem)) throw error;
    const isNamed = Object.keys(error.fields).some((field) => field in form.getValues());
    form.setErrors(isNamed ? { ...error.fields } : { [fallback]: error.message });
    return false;
  }
}
