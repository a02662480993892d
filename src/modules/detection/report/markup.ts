/**
 * HTML that cannot be broken by what people typed: every interpolated text is escaped, only markup made here is not.
 */
export interface Markup {
  readonly [trusted]: string;
}

const trusted = Symbol('markup');

type Part = string | number | Markup | null | readonly Part[];

/** Template tag: ``html`<td>${name}</td>` `` escapes `name`; arrays are joined, `null` is nothing. */
export function html(strings: TemplateStringsArray, ...parts: Part[]): Markup {
  let text = strings[0]!;
  for (const [i, part] of parts.entries()) text += written(part) + strings[i + 1]!;
  return { [trusted]: text };
}

/** Marks text as markup. Only for markup that holds nothing typed by people, or where it is escaped already. */
export function asMarkup(text: string): Markup {
  return { [trusted]: text };
}

export function toText(markup: Markup): string {
  return markup[trusted];
}

/** For text and for attributes in double or single quotes. Control characters, which HTML forbids, are left out. */
export function escapeHtml(text: string): string {
  return text
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\u202a-\u202e\u2066-\u2069]/g, '')
    .replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

function written(part: Part): string {
  if (part === null) return '';
  if (typeof part === 'string') return escapeHtml(part);
  if (typeof part === 'number') return String(part);
  if (trusted in part) return part[trusted];
  return part.map(written).join('');
}
