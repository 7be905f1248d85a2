import { create } from 'qrcode';

interface QrCodeProps {
  readonly text: string;
  /** What it is for, read out instead of the picture. */
  readonly label: string;
  readonly sizePx?: number;
}

/** White margin around the code, in modules (ISO/IEC 18004 asks for 4). */
const margin = 4;

/** A QR code as one path, dark on white in every theme: readers need the contrast. */
export function QrCode({ text, label, sizePx = 208 }: QrCodeProps) {
  const { modules } = create(text, { errorCorrectionLevel: 'M' });
  const side = modules.size + 2 * margin;
  const rows = Array.from({ length: modules.size }, (_, row) => row);
  const path = rows.map((row) => rowPath(modules, row)).join('');
  return (
    <svg
      role="img"
      aria-label={label}
      viewBox={`0 0 ${side} ${side}`}
      style={{ width: '100%', maxWidth: sizePx, height: 'auto', borderRadius: 8, background: 'white' }}
      shapeRendering="crispEdges"
    >
      <path d={path} fill="black" />
    </svg>
  );
}

interface Modules {
  readonly size: number;
  get(row: number, column: number): number | boolean;
}

/** The dark runs of one row. */
function rowPath(modules: Modules, row: number): string {
  let path = '';
  let start = -1;
  for (let column = 0; column <= modules.size; column += 1) {
    const isDark = column < modules.size && Boolean(modules.get(row, column));
    if (isDark && start < 0) start = column;
    if (!isDark && start >= 0) {
      path += `M${start + margin} ${row + margin}h${column - start}v1h-${column - start}z`;
      start = -1;
    }
  }
  return path;
}
