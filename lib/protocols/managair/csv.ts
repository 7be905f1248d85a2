/** Rows as CSV (RFC 4180) with a header line; the columns are those of the first row. Nothing in them needs quotes. */
export function answerCsv(
  rows: readonly Readonly<Record<string, string | number | null>>[],
  {
    name,
    next,
    headers: more,
  }: { readonly name: string; readonly next: string | null; readonly headers: Readonly<Record<string, string>> },
): Response {
  const columns = Object.keys(
    rows[0] ?? { timestamp_s: 0, co2_ppm: 0, temperature_celsius: 0, rel_humidity_percent: 0 },
  );
  const lines = rows.map((row) => columns.map((column) => String(row[column] ?? '')).join(','));
  const text = `${[columns.join(','), ...lines].join('\r\n')}\r\n`;
  const headers = {
    'content-type': 'text/csv; charset=utf-8; header=present',
    'content-disposition': `attachment; filename="${name}.csv"`,
    vary: 'Accept, Authorization, Cookie',
    ...more,
    ...(next !== null && { link: `<${next}>; rel="next"` }),
  };
  return new Response(text, { headers });
}
