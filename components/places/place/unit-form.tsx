'use client';

import { Alert, Stack } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslations } from 'use-intl/react';
import { UnitPicker } from '#components/places/unit-picker.tsx';
import { ApiProblem } from '#components/ui/api-client.ts';
import { FormActions } from '#components/ui/form-actions.tsx';
import type { NamedChoice, VersionChoice } from '#lib/registry/domain/unit-choices.ts';
import type { UnitChanges } from '#lib/registry/domain/unit-state.ts';
import { ExtraFieldsEditor } from './extra-fields-editor.tsx';
import { isTooLate } from './place-data.ts';
import { TooLate } from './too-late.tsx';
import { changesOf, type UnitDraft } from './unit-draft.ts';
import { useErrorWords } from './unit-errors.ts';
import { DateFields, NameFields, PositionFields } from './unit-fields.tsx';

/** What the fields of a form choose from. */
export interface FormChoices {
  readonly types: readonly NamedChoice[];
  readonly groups: readonly NamedChoice[];
  readonly version: Pick<VersionChoice, 'id' | 'treeStatuses'>;
}

interface UnitFormProps extends FormChoices {
  /** The unit as it is; what the person touched lies over it. */
  readonly base: UnitDraft;
  /** May be placed elsewhere. */
  readonly showsParent: boolean;
  readonly action: string;
  /** Throws `ApiProblem`. */
  readonly onSave: (changes: UnitChanges) => Promise<void>;
  readonly onCancel: () => void;
  /** Reads the unit again, after somebody else changed it. */
  readonly onReload?: () => Promise<unknown>;
}

/** All fields of a unit. What somebody else changes meanwhile shows through wherever the person has not typed. */
export function UnitForm({ base, showsParent, action, onSave, onCancel, onReload, ...choices }: UnitFormProps) {
  const t = useTranslations('place');
  const [touched, setTouched] = useState<Partial<UnitDraft>>({});
  const [problem, setProblem] = useState<ApiProblem | null>(null);
  const [isSaving, setSaving] = useState(false);
  const words = useErrorWords();
  const errors = problem?.code === 'input_invalid' ? words(problem) : {};
  const value = { ...base, ...touched };
  const changes = changesOf(value, touched);
  const change = (changed: Partial<UnitDraft>) => {
    setTouched((before) => ({ ...before, ...changed }));
  };
  const save = async () => {
    if (changes === null) return;
    setSaving(true);
    setProblem(null);
    try {
      await onSave(changes);
    } catch (error) {
      if (!(error instanceof ApiProblem)) throw error;
      setProblem(error);
    } finally {
      setSaving(false);
    }
  };
  const fields = { value, onChange: change, errors };
  return (
    <form
      aria-label={action}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <Stack gap="md">
        <NameFields {...fields} types={choices.types} groups={choices.groups} />
        {showsParent && (
          <UnitPicker
            label={t('fields.parentId')}
            version={choices.version.id}
            treeStatuses={choices.version.treeStatuses}
            value={value.parent}
            error={errors['parentId'] ?? null}
            placeholder={t('noParent')}
            onChange={(parent) => {
              change({ parent });
            }}
          />
        )}
        <DateFields {...fields} />
        <PositionFields {...fields} />
        <ExtraFieldsEditor
          rows={value.extra}
          error={errors['extraFields']}
          onChange={(extra) => {
            change({ extra });
          }}
        />
        {problem && isTooLate(problem) && onReload ? (
          <TooLate
            problem={problem}
            onReload={async () => {
              await onReload();
              setProblem(null);
            }}
          />
        ) : (
          problem && (
            <Alert color="red" variant="light" icon={<IconAlertTriangle size={18} />} role="alert">
              {problem.code === 'input_invalid' ? t('notSaved') : problem.message}
            </Alert>
          )
        )}
        <FormActions
          cancel={t('cancel')}
          submit={action}
          onCancel={onCancel}
          isRunning={isSaving}
          isDisabled={changes === null || Object.keys(touched).length === 0}
        />
      </Stack>
    </form>
  );
}
