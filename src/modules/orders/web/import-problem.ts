import { useCodeText } from '#web/code-text.ts';
import { usePreferences } from '#web/preferences.ts';
import { importText } from '../import/texts.ts';

/** What is wrong with a file: the reader's own words, or the problem's where the reader has none. */
export function useImportProblemText(): (code: string, details: Readonly<Record<string, unknown>>) => string {
  const { language } = usePreferences();
  const codeText = useCodeText();
  return (code, details) => {
    const text = importText(code, language, details);
    return text === code ? codeText('problem', code, details) : text;
  };
}
