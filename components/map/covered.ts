/** Where something stands on the screen, px. */
export interface ScreenBox {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** Edges closer than this touch, but do not cover: positions on the screen are rounded. */
const toleratedPx = 0.5;

/** Does any part of one box lie over the other? */
export function overlaps(a: ScreenBox, b: ScreenBox): boolean {
  return (
    Math.min(a.right, b.right) - Math.max(a.left, b.left) > toleratedPx &&
    Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > toleratedPx
  );
}

/**
 * Which of the boxes something covers: one of the `lids`, or a box before it that stays uncovered itself. Boxes come
 * topmost first.
 */
export function coveredBoxes(boxes: readonly ScreenBox[], lids: readonly ScreenBox[]): boolean[] {
  const above = [...lids];
  return boxes.map((box) => {
    const isCovered = above.some((other) => overlaps(box, other));
    if (!isCovered) above.push(box);
    return isCovered;
  });
}
