import { useTranslation } from 'react-i18next';

type CodeGroup =
  | 'problem'
  | 'shell.rights'
  | 'detection.warning'
  | 'detection.insufficient'
  | 'detection.question'
  | 'detection.check'
  | `detection.check.${string}`;

/**
 * Texts of codes that the server sends, which the compiler cannot know. A code that a newer server has and this page
 * has not shows as itself instead of as nothing.
 */
export function useCodeText(): (group: CodeGroup, code: string, values?: Readonly<Record<string, unknown>>) => string {
  const { t, i18n } = useTranslation();
  return (group, code, values = {}) => {
    const key = `${group}.${code}`;
    return i18n.exists(key) ? t(key as 'shell.home', { replace: values }) : code;
  };
}
