import { Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';

interface AddButtonProps {
  readonly label: string;
  readonly onClick: () => void;
}

/** The main button of a list: one more of what it lists. */
export function AddButton({ label, onClick }: AddButtonProps) {
  return (
    <Button leftSection={<IconPlus size={16} />} onClick={onClick}>
      {label}
    </Button>
  );
}
