'use client';

import { Button, Card, FileButton, Group, Stack, Text, Title } from '@mantine/core';
import { IconPhotoPlus } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslations } from 'use-intl/react';
import { Failure } from '#components/accounts/failure.tsx';
import { useAct } from '#components/accounts/use-act.ts';
import { apiUrl } from '#components/ui/api-client.ts';
import { maxImageBytes, unitImageTypes } from '#lib/registry/domain/unit-image.ts';
import type { InstalledNode } from '#lib/sensors/domain/installed-node.ts';
import { putPicture } from './installation-queries.ts';
import classes from './installation.module.css';

/** The picture of an installation: where in the room the node hangs. */
export function PictureCard({
  installed,
  canManage,
}: {
  readonly installed: InstalledNode;
  readonly canManage: boolean;
}) {
  const t = useTranslations('sensorPages');
  const queries = useQueryClient();
  const act = useAct();
  // The address of the picture stays when it is replaced: this makes the browser ask again.
  const [version, setVersion] = useState(0);
  if (!installed.hasImage && !canManage) return null;
  const send = async (file: File) => {
    await putPicture(installed.id, file);
    setVersion(version + 1);
    await queries.invalidateQueries({ queryKey: ['sensors', 'installation', installed.id, 'one'] });
  };
  return (
    <Card component="section" aria-label={t('picture.title')}>
      <Stack gap="sm">
        <Title order={2} size="h3">
          {t('picture.title')}
        </Title>
        {installed.hasImage ? (
          // The picture is behind a sign-in: Next's image server may not fetch it.
          <img
            className={classes['picture']}
            src={apiUrl(`installations/${installed.id}/image`, { version: version === 0 ? null : version })}
            alt={t('picture.alt', { node: installed.nodeAlias })}
          />
        ) : (
          <Text size="sm" c="dimmed">
            {t('picture.none')}
          </Text>
        )}
        {canManage && (
          <Group gap="sm">
            <FileButton
              accept={unitImageTypes.join(',')}
              onChange={(file) => {
                if (file) void act.run(() => send(file));
              }}
            >
              {(props) => (
                <Button {...props} variant="default" loading={act.isRunning} leftSection={<IconPhotoPlus size={16} />}>
                  {t(installed.hasImage ? 'picture.replace' : 'picture.add')}
                </Button>
              )}
            </FileButton>
            <Text size="xs" c="dimmed">
              {t('picture.hint', { megabytes: maxImageBytes / 1e6 })}
            </Text>
          </Group>
        )}
        <Failure act={act} />
      </Stack>
    </Card>
  );
}
