import { Button, Group, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';

interface UndoNotice {
  /** What was done ("12 sources moved"). */
  readonly message: string;
  /** Takes it back; null when nothing can. */
  readonly undo: { readonly label: string; readonly run: () => void } | null;
}

/** Says for ten seconds what was done, and offers to take it back. */
export function showUndoNotice({ message, undo }: UndoNotice): void {
  const noticeId = notifications.show({
    autoClose: 10_000,
    message: (
      <Group justify="space-between" gap="sm">
        <Text size="sm">{message}</Text>
        {undo && (
          <Button
            size="compact-sm"
            variant="light"
            onClick={() => {
              notifications.hide(noticeId);
              undo.run();
            }}
          >
            {undo.label}
          </Button>
        )}
      </Group>
    ),
  });
}
