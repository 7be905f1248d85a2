'use client';

import { useMemo, useState } from 'react';
import type { EditMode } from '#components/map/unit-tile-map-view.tsx';
import {
  beginEdit,
  editGeometry,
  patchOf,
  polygonsOf,
  type CornerAddress,
  type GeometryAct,
  type GeometryPatch,
  type GivenShape,
  type UnitGeometry,
} from '#lib/registry/domain/geometry-edit.ts';

/** A unit's geometry as it is kept. */
export interface KeptGeometry {
  /** [lon, lat, altitude in m]. */
  readonly location: readonly [number, number, number] | null;
  readonly shape: GivenShape | null;
}

/** Editing of a geometry: what it is now, what changed, and what a click does. Begins anew when what is kept changes. */
export function useGeometryEdit({ location, shape }: KeptGeometry) {
  const kept = useMemo((): UnitGeometry => ({ location, polygons: polygonsOf(shape) }), [location, shape]);
  const [base, setBase] = useState(kept);
  const [edit, setEdit] = useState(() => beginEdit(kept));
  const [mode, setMode] = useState<EditMode>('look');
  const [selected, setSelected] = useState<CornerAddress | null>(null);
  const begin = () => {
    setBase(kept);
    setEdit(beginEdit(kept));
    setMode('look');
    setSelected(null);
  };
  // Another object with the same content is no reason to lose what was drawn.
  if (base !== kept) {
    if (Object.keys(patchOf(base, kept)).length > 0) begin();
    else setBase(kept);
  }
  const act = (one: GeometryAct) => {
    setEdit((before) => editGeometry(before, one));
  };
  const patch: GeometryPatch = useMemo(() => patchOf(base, edit.now), [base, edit.now]);
  return {
    edit,
    act,
    patch,
    isChanged: Object.keys(patch).length > 0,
    discard: begin,
    mode,
    setMode: (next: EditMode) => {
      if (next === 'draw') act({ do: 'beginDraft' });
      else if (edit.now.draft) act({ do: 'cancelDraft' });
      setMode(next);
    },
    selected,
    setSelected,
  };
}
