'use client';

import { useState } from 'react';

/** Which row of a list is being changed, and the acts that a list offers to those who may change it. */
export function useEditing<Row extends object>(canEdit: boolean) {
  // Undefined: no form is open; null: a new row is written.
  const [edited, setEdited] = useState<Row | null | undefined>(undefined);
  return {
    edited,
    /** The same function at every call, so that columns can depend on it; null: the viewer changes nothing. */
    onEdit: canEdit ? (setEdited as (row: Row) => void) : null,
    onAdd: canEdit
      ? () => {
          setEdited(null);
        }
      : undefined,
    onClose: () => {
      setEdited(undefined);
    },
  };
}
