'use client';

import { Group, Select, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useFormatter, useTranslations } from 'use-intl/react';
import { CopyField } from '#components/accounts/copy-field.tsx';
import { SectionCard } from '#components/accounts/section-card.tsx';
import { ersSettingsFor, hexOf, spreadingFactors, writeErsSettings } from '#lib/sensors/domain/ers-settings.ts';

/** The port behind the one that an ERS sends from. */
const downlinkPort = 6;

/** What to send an ERS so that it uses no more of the air than it is given, by how well it is received. */
export function ErsCard() {
  const t = useTranslations('sensorPages');
  const format = useFormatter();
  const [factor, setFactor] = useState<(typeof spreadingFactors)[number]>(9);
  const settings = ersSettingsFor(factor);
  const block = writeErsSettings(settings);
  const base64 = btoa(String.fromCharCode(...block));
  return (
    <SectionCard title={t('ers.title')} description={t('ers.text')}>
      <Stack gap="sm">
        <Group align="flex-end">
          <Select
            label={t('ers.factor')}
            allowDeselect={false}
            data={spreadingFactors.map((value) => ({ value: String(value), label: `SF${String(value)}` }))}
            value={String(factor)}
            onChange={(value) => {
              setFactor(spreadingFactors.find((one) => String(one) === value) ?? factor);
            }}
          />
          <Text size="sm">
            {t('ers.meaning', {
              minutes: format.number(settings.samplePeriodS / 60, { maximumFractionDigits: 1 }),
              count: settings.sendPeriod,
              temperature: settings.temperaturePeriod === 0 ? 'no' : 'yes',
            })}
          </Text>
        </Group>
        <CopyField label={t('ers.hex', { port: downlinkPort })} value={hexOf(block)} />
        <CopyField label={t('ers.base64')} value={base64} />
      </Stack>
    </SectionCard>
  );
}
