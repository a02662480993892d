/** Text in a terminal: Chinese characters take two columns, and names may hold anything. */

/** What a terminal would obey instead of show (escape sequences, line ends, direction marks) is left out. */
export function printable(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '');
}

/** Columns that a text takes in a terminal. */
export function textWidth(text: string): number {
  let width = 0;
  for (const character of text) width += characterWidth(character);
  return width;
}

/** Cuts a text to a number of columns, with `…` where something was cut, and fills it up to them. */
export function fit(text: string, columns: number, align: 'left' | 'right' = 'left'): string {
  const shown = cut(printable(text), columns);
  const space = ' '.repeat(Math.max(0, columns - textWidth(shown)));
  return align === 'left' ? shown + space : space + shown;
}

/** Breaks a text into lines of at most `columns`; Chinese breaks anywhere, other scripts at spaces. */
export function wrap(text: string, columns: number): string[] {
  const lines: string[] = [];
  let line = '';
  let width = 0;
  // Closing punctuation stays with the character before it.
  for (const piece of printable(text).match(
    /\s+|[\u2e80-\u9fff\uff00-\uffef\u3000-\u303f](?:[，。；：、）」？])*|[^\s\u2e80-\u9fff\uff00-\uffef\u3000-\u303f]+/gu,
  ) ?? []) {
    const size = textWidth(piece);
    if (width + size > columns && width > 0) {
      lines.push(line.trimEnd());
      line = '';
      width = 0;
      if (piece.trim() === '') continue;
    }
    line += piece;
    width += size;
  }
  if (line.trim() !== '') lines.push(line.trimEnd());
  return lines;
}

function cut(text: string, columns: number): string {
  if (textWidth(text) <= columns) return text;
  let kept = '';
  let width = 0;
  for (const character of text) {
    const size = characterWidth(character);
    if (width + size > columns - 1) break;
    kept += character;
    width += size;
  }
  return `${kept}…`;
}

/** @source Unicode Standard Annex 11: wide and full-width ranges, in the blocks that names and texts here use */
function characterWidth(character: string): number {
  const code = character.codePointAt(0) ?? 0;
  if (/\p{M}/u.test(character)) return 0;
  const wide =
    (code >= 0x1100 && code <= 0x115f) ||
    (code >= 0x2e80 && code <= 0xa4cf) ||
    (code >= 0xac00 && code <= 0xd7a3) ||
    (code >= 0xf900 && code <= 0xfaff) ||
    (code >= 0xfe30 && code <= 0xfe6f) ||
    (code >= 0xff00 && code <= 0xff60) ||
    (code >= 0xffe0 && code <= 0xffe6) ||
    (code >= 0x1f300 && code <= 0x1faff) ||
    (code >= 0x20000 && code <= 0x3fffd);
  return wide ? 2 : 1;
}
