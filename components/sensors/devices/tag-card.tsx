'use client';

import { Button, Group, SimpleGrid, Stack, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslations } from 'use-intl/react';
import { CopyField } from '#components/accounts/copy-field.tsx';
import { QrCode } from '#components/accounts/qr-code.tsx';
import { SectionCard } from '#components/accounts/section-card.tsx';
import { ersTagSettings } from '#lib/sensors/domain/ers-settings.ts';

const isHex = (text: string, digits: number) => new RegExp(`^[0-9a-f]{${String(digits)}}$`, 'i').test(text);

/** The settings of an ERS as a QR code and as text for its tag. The keys stay in this browser. */
export function TagCard() {
  const t = useTranslations('sensorPages');
  const [appEui, setAppEui] = useState('');
  const [appKey, setAppKey] = useState('');
  const [isShown, setShown] = useState(false);
  const isReady = isHex(appEui, 16) && isHex(appKey, 32);
  const text = isReady ? ersTagSettings({ appEui, appKey }) : '';
  return (
    <SectionCard title={t('tag.title')} description={t('tag.text')}>
      <Stack>
        <SimpleGrid cols={{ base: 1, sm: 2 }}>
          <TextInput
            label={t('tag.appEui')}
            maxLength={16}
            autoComplete="off"
            value={appEui}
            error={appEui !== '' && !isHex(appEui, 16) ? t('tag.digits', { count: 16 }) : null}
            onChange={(event) => {
              setAppEui(event.currentTarget.value.trim());
            }}
          />
          <TextInput
            label={t('tag.appKey')}
            maxLength={32}
            autoComplete="off"
            value={appKey}
            error={appKey !== '' && !isHex(appKey, 32) ? t('tag.digits', { count: 32 }) : null}
            onChange={(event) => {
              setAppKey(event.currentTarget.value.trim());
            }}
          />
        </SimpleGrid>
        <Group>
          <Button
            variant="default"
            disabled={!isReady}
            onClick={() => {
              setShown(!isShown);
            }}
          >
            {t(isShown ? 'tag.hide' : 'tag.show')}
          </Button>
        </Group>
        {isReady && isShown && (
          <Group align="flex-start" gap="lg">
            <QrCode text={text} label={t('tag.qr')} />
            <div style={{ flex: '1 1 16rem', minWidth: 0 }}>
              <CopyField label={t('tag.settings')} value={text} />
            </div>
          </Group>
        )}
      </Stack>
    </SectionCard>
  );
}
