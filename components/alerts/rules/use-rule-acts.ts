import { notifications } from '@mantine/notifications';
import { useQueryClient } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useTranslations } from 'use-intl/react';
import { showFailure } from '#components/sources/use-bulk-act.tsx';
import { useConfirm } from '#components/ui/confirm.tsx';
import type { AlertRule } from '#lib/passive/domain/checks/rule.ts';
import { removeRule, saveRule, switchBuiltIn } from '../alert-queries.ts';

export type RuleActs = ReturnType<typeof useRuleActs>;

/** What a person does with the rules of a study. */
export function useRuleActs(studyId: string) {
  const t = useTranslations('alerts');
  const queries = useQueryClient();
  const confirm = useConfirm();
  return useMemo(() => {
    const refresh = () =>
      Promise.all(['alert-rules', 'alerts'].map((key) => queries.invalidateQueries({ queryKey: [key] })));
    return {
      async save(id: string | null, draft: Parameters<typeof saveRule>[2]) {
        const saved = await saveRule(id, studyId, draft);
        await refresh();
        notifications.show({ message: t('rules.saved', { name: saved.name }) });
      },
      enable(rule: AlertRule, isEnabled: boolean) {
        const [definition] = rule.definitions;
        const work =
          rule.isBuiltIn || rule.id === null || !definition
            ? switchBuiltIn(studyId, rule.checkId, isEnabled)
            : saveRule(rule.id, studyId, { name: rule.name, isEnabled, definition });
        work.then(refresh).catch(showFailure);
      },
      remove({ id, name }: AlertRule) {
        if (id === null) return;
        confirm({
          title: t('rules.removeTitle'),
          message: t('rules.removeMessage', { name }),
          action: t('rules.remove'),
          isDestructive: true,
          onConfirm: async () => {
            await removeRule(id);
            await refresh();
          },
        });
      },
    };
  }, [studyId, t, queries, confirm]);
}
