/** The heading of a column, or its letter as a spreadsheet shows it. */
export function columnLabel(layout: { readonly headings: readonly string[] }, column: number): string {
  const heading = layout.headings[column];
  if (heading !== undefined && heading !== '') return heading;
  let letters = '';
  for (let rest = column + 1; rest > 0; rest = Math.floor((rest - 1) / 26)) letters = String.fromCharCode(65 + ((rest - 1) % 26)) + letters;
  return letters;
}
