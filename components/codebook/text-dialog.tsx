'use client';

import { Button, Code, Group, Modal, NumberInput, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useTranslations } from 'use-intl/react';
import { ApiProblem } from '#components/ui/api-client.ts';
import type { CodebookType, CodebookVariable, VariableText } from '#lib/passive/domain/codebook/codebook.ts';
import { asSaved, inReadersWords } from '#lib/passive/domain/codebook/readers-words.ts';

/** A type's own texts, or those of one of its variables; the dialog shows built-in ones in the reader's words. */
export interface EditedText {
  readonly type: CodebookType;
  /** Null: the type itself. */
  readonly variable: CodebookVariable | null;
}

interface TextDialogProps {
  readonly edited: EditedText | null;
  readonly onClose: () => void;
  readonly onSave: (text: VariableText) => Promise<void>;
}

/** Where a person writes what the codebook says. */
export function TextDialog({ edited, onClose, onSave }: TextDialogProps) {
  const t = useTranslations('codebook');
  return (
    <Modal
      opened={edited !== null}
      onClose={onClose}
      size="lg"
      title={t(edited?.variable ? 'editVariable' : 'editType')}
    >
      {edited && (
        <TextForm
          key={`${edited.type.type} ${edited.variable?.path ?? ''}`}
          edited={edited}
          onClose={onClose}
          onSave={onSave}
        />
      )}
    </Modal>
  );
}

function TextForm({ edited, onClose, onSave }: TextDialogProps & { readonly edited: EditedText }) {
  const t = useTranslations('codebook');
  const { type, variable } = edited;
  const key = { type: type.type, path: variable?.path ?? '' };
  const words = useTranslations('codebookTexts');
  const stored = {
    title: type.title,
    description: variable?.description ?? type.description,
    groupName: variable?.group ?? type.category,
  };
  const form = useForm({
    initialValues: {
      title: inReadersWords(words, stored.title),
      description: inReadersWords(words, stored.description),
      groupName: inReadersWords(words, stored.groupName),
      sortOrder: variable?.order ?? '',
    },
  });
  const send = async (text: VariableText) => {
    try {
      await onSave(text);
    } catch (error) {
      if (!(error instanceof ApiProblem)) throw error;
      form.setErrors(Object.keys(error.fields).length > 0 ? { ...error.fields } : { description: error.message });
    }
  };
  const save = form.onSubmit(({ title, description, groupName, sortOrder }) =>
    send({
      ...key,
      title: variable ? null : asSaved(words, { written: title, original: stored.title }),
      description: asSaved(words, { written: description, original: stored.description }),
      groupName: asSaved(words, { written: groupName, original: stored.groupName }),
      sortOrder: typeof sortOrder === 'number' ? sortOrder : null,
    }),
  );
  const restore = () => send({ ...key, title: null, description: null, groupName: null, sortOrder: null });
  return (
    <form onSubmit={save}>
      <Stack>
        {variable ? (
          <Text size="sm">
            <Code>{variable.path}</Code>
          </Text>
        ) : (
          <TextInput label={t('typeTitle')} maxLength={200} required {...form.getInputProps('title')} />
        )}
        <Textarea
          label={t('text')}
          autosize
          minRows={3}
          maxRows={10}
          maxLength={4000}
          data-autofocus
          {...form.getInputProps('description')}
        />
        <Group grow align="flex-start">
          <TextInput label={t(variable ? 'group' : 'category')} maxLength={200} {...form.getInputProps('groupName')} />
          {variable && (
            <NumberInput
              label={t('order')}
              description={t('orderHint')}
              min={0}
              max={100_000}
              allowDecimal={false}
              {...form.getInputProps('sortOrder')}
            />
          )}
        </Group>
        <Group justify="space-between">
          {(variable ?? type).isEdited ? (
            <Button variant="subtle" color="gray" onClick={() => void restore()}>
              {t('restore')}
            </Button>
          ) : (
            <span />
          )}
          <Group gap="xs">
            <Button variant="default" onClick={onClose}>
              {t('cancel')}
            </Button>
            <Button type="submit" loading={form.submitting}>
              {t('save')}
            </Button>
          </Group>
        </Group>
      </Stack>
    </form>
  );
}
