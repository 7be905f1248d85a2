import type { PlaceKey } from './places.ts';

/** What the frame around every page knows of the viewer. */
export interface FrameData {
  readonly viewer: { readonly name: string; readonly email: string };
  readonly organizations: readonly { readonly id: string; readonly name: string }[];
  readonly organizationId: string;
  /** Studies the viewer may see, by name. */
  readonly studies: readonly { readonly key: string; readonly name: string }[];
  /** Doors the viewer may enter. */
  readonly places: readonly PlaceKey[];
}
