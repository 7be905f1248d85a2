'use client';

import { NumberInput, SimpleGrid, Stack, Switch, TagsInput, Text, Textarea, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { notifications } from '@mantine/notifications';
import { useTranslations } from 'use-intl/react';
import { ApiProblem } from '#components/ui/api-client.ts';
import { FormActions } from '#components/ui/form-actions.tsx';
import {
  donationLocales,
  serviceSlugSchema,
  type DonationLocale,
  type Service,
} from '#lib/donations/domain/service.ts';
import { saveService } from './service-queries.ts';

interface ServiceFormProps {
  /** Null: a new one. */
  readonly service: Service | null;
  /** Short names that a new one cannot have: it would overwrite theirs. */
  readonly taken: readonly string[];
  readonly onClose: () => void;
  readonly onSaved: () => Promise<void>;
}

const firstPriority = 500;

/** What participants read about a service; each line of the instructions is a step. */
export function ServiceForm({ service, taken, onClose, onSaved }: ServiceFormProps) {
  const t = useTranslations('donationServices');
  const { form, save } = useServiceForm({ service, taken, onSaved });
  return (
    <form onSubmit={save}>
      <Stack>
        {!service && (
          <Text size="sm" c="dimmed">
            {t('newHint')}
          </Text>
        )}
        <SimpleGrid cols={{ base: 1, sm: 2 }}>
          <TextInput label={t('name')} required maxLength={80} {...form.getInputProps('name')} />
          {!service && (
            <TextInput
              label={t('slug')}
              description={t('slugHint')}
              required
              maxLength={40}
              {...form.getInputProps('slug')}
            />
          )}
          <TagsInput label={t('extensions')} description={t('extensionsHint')} {...form.getInputProps('extensions')} />
          <NumberInput
            label={t('priority')}
            description={t('priorityHint')}
            min={0}
            max={1000}
            allowDecimal={false}
            {...form.getInputProps('priority')}
          />
        </SimpleGrid>
        <Switch
          label={t('offer')}
          description={t('offerHint')}
          {...form.getInputProps('isOffered', { type: 'checkbox' })}
        />
        {donationLocales.map((locale) => (
          <Textarea
            key={locale}
            label={t(`instructions.${locale}`)}
            description={t('instructionsHint')}
            autosize
            minRows={4}
            maxRows={14}
            required
            {...form.getInputProps(locale)}
          />
        ))}
        <FormActions cancel={t('cancel')} submit={t('save')} onCancel={onClose} isRunning={form.submitting} />
      </Stack>
    </form>
  );
}

function useServiceForm({ service, taken, onSaved }: Omit<ServiceFormProps, 'onClose'>) {
  const t = useTranslations('donationServices');
  const linesOf = (locale: DonationLocale) => (service?.instructions[locale] ?? []).join('\n');
  const form = useForm({
    initialValues: {
      slug: service?.slug ?? '',
      name: service?.name ?? '',
      extensions: [...(service?.extensions ?? ['zip'])],
      priority: service?.priority ?? firstPriority,
      isOffered: service?.isOffered ?? true,
      en: linesOf('en'),
      fr: linesOf('fr'),
      de: linesOf('de'),
    },
    validate: {
      slug: (slug) => {
        if (service) return null;
        if (!serviceSlugSchema.safeParse(slug).success) return t('slugHint');
        return taken.includes(slug.trim()) ? t('slugTaken') : null;
      },
    },
  });
  const save = form.onSubmit(async ({ slug, en, fr, de, ...change }) => {
    const instructions = { en: stepsOf(en), fr: stepsOf(fr), de: stepsOf(de) };
    try {
      await saveService(slug.trim(), { ...change, instructions });
      notifications.show({ message: t('saved') });
      await onSaved();
    } catch (error) {
      if (!(error instanceof ApiProblem)) throw error;
      form.setErrors(errorsOf(error));
    }
  });
  return { form, save };
}

/** Each line that says something is a step. */
function stepsOf(text: string): string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

/** What is wrong, by the field that shows it. */
function errorsOf({ fields, message }: ApiProblem): Record<string, string> {
  const entries = Object.entries(fields).map(([path, text]) => {
    const [member = '', locale = ''] = path.split('.');
    return [member === 'instructions' ? locale : member, text] as const;
  });
  return entries.length > 0 ? Object.fromEntries(entries) : { name: message };
}
