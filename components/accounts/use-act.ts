'use client';

import { useState } from 'react';
import { useTranslations } from 'use-intl/react';
import { ApiProblem } from '#components/ui/api-client.ts';

export interface Act {
  readonly isRunning: boolean;
  /** Why the last one did not work, in words; null when it did. */
  readonly failure: string | null;
  /** Wrong fields of the last one. */
  readonly fields: Readonly<Record<string, string>>;
  /** Runs the work; true when it worked. */
  readonly run: (work: () => Promise<unknown>) => Promise<boolean>;
}

/** One act of a form or button: that it runs, and why it failed. */
export function useAct(): Act {
  const t = useTranslations('shell');
  const [isRunning, setRunning] = useState(false);
  const [problem, setProblem] = useState<{ message: string; fields: Readonly<Record<string, string>> } | null>(null);
  return {
    isRunning,
    failure: problem?.message ?? null,
    fields: problem?.fields ?? {},
    run: async (work) => {
      setRunning(true);
      setProblem(null);
      try {
        await work();
        return true;
      } catch (error) {
        if (!(error instanceof ApiProblem)) throw error;
        const message = error.code === 'unreachable' ? t('ui.unreachable') : error.message;
        setProblem({ message, fields: error.fields });
        return false;
      } finally {
        setRunning(false);
      }
    },
  };
}
