/** Text in a page, as it is shown: nothing of it is markup. */
export function escapeText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}

/**
 * The look of every page, in the page itself: nothing is loaded, and pages opened from a folder have no origin that a
 * policy could name. Light and dark follow the reader's system; the same on a phone and on paper.
 */
const style = `
:root { color-scheme: light dark; --ground: #fafaf8; --ink: #1d211f; --dim: #5d6562; --line: #d9dcd8; --mark: #2f6f5e; }
@media (prefers-color-scheme: dark) { :root { --ground: #151716; --ink: #e8eae6; --dim: #a3aba6; --line: #363b38; --mark: #7cc4ae; } }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 60rem; padding: 1.5rem 1rem 4rem; background: var(--ground); color: var(--ink);
  font: 1rem/1.5 system-ui, sans-serif; font-variant-numeric: tabular-nums; }
h1 { font-size: 1.6rem; line-height: 1.25; margin: .5rem 0; overflow-wrap: anywhere; } h2 { font-size: 1.15rem; margin-top: 2rem; }
a { color: var(--mark); } p.dim, td.dim { color: var(--dim); }
.scroll { overflow-x: auto; } table { border-collapse: collapse; width: 100%; font-size: .9rem; }
th, td { text-align: left; vertical-align: top; padding: .4rem .75rem .4rem 0; border-bottom: 1px solid var(--line); }
td { overflow-wrap: anywhere; min-width: 5.5rem; } th { white-space: nowrap; } td.number { text-align: right; min-width: 0; } th.number { text-align: right; }
svg { width: 100%; height: auto; display: block; } svg .mark { fill: var(--mark); } svg .line { stroke: var(--mark); fill: none; }
svg .axis { stroke: var(--line); } svg.sheet { border: 1px solid var(--line); border-radius: .5rem; }
.ends { display: flex; justify-content: space-between; margin: .25rem 0; color: var(--dim); font-size: .8rem; }
@media print { .scroll { overflow: visible; } }
`;

export interface Page {
  readonly locale: string;
  readonly title: string;
  /** Markup behind the heading. */
  readonly body: string;
}

/** A whole page that needs no server, no script and nothing else; a policy in it says so. */
export function renderPage({ locale, title, body }: Page): string {
  return `<!doctype html>
<html lang="${escapeText(locale)}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${escapeText(title)}</title>
<style>${style}</style>
</head>
<body>
<main>
<h1>${escapeText(title)}</h1>
${body}
</main>
</body>
</html>
`;
}

/** A link to another page of the report. */
export function link(href: string, text: string): string {
  return `<a href="${escapeText(href)}">${escapeText(text)}</a>`;
}

export interface Column {
  readonly header: string;
  readonly isNumber?: boolean;
}

/** A table; cells are markup already. */
export function renderTable(caption: string, columns: readonly Column[], rows: readonly (readonly string[])[]): string {
  const kind = ({ isNumber }: Column) => (isNumber === true ? ' class="number"' : '');
  const head = columns.map((column) => `<th scope="col"${kind(column)}>${escapeText(column.header)}</th>`).join('');
  const body = rows.map(
    (cells) =>
      `<tr>${cells.map((cell, index) => `<td${kind(columns[index] ?? { header: '' })}>${cell}</td>`).join('')}</tr>`,
  );
  // Wide tables scroll; with a name and a place in the order of focus, the keyboard gets there.
  return `<div class="scroll" role="region" tabindex="0" aria-label="${escapeText(caption)}"><table><thead><tr>${head}</tr></thead><tbody>
${body.join('\n')}
</tbody></table></div>`;
}
