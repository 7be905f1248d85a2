import { Button, Group } from '@mantine/core';

interface FormActionsProps {
  readonly cancel: string;
  readonly submit: string;
  readonly onCancel: () => void;
  /** The form is being sent. */
  readonly isRunning: boolean;
  /** What the form says cannot be sent yet. */
  readonly isDisabled?: boolean;
}

/** The end of a form in a dialog: leave it, or send it. */
export function FormActions({ cancel, submit, onCancel, isRunning, isDisabled = false }: FormActionsProps) {
  return (
    <Group justify="flex-end" gap="xs">
      <Button variant="default" onClick={onCancel}>
        {cancel}
      </Button>
      <Button type="submit" loading={isRunning} disabled={isDisabled}>
        {submit}
      </Button>
    </Group>
  );
}
