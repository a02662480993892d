import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import type { Texts } from '#i18n/zh-CN/index.ts';
import type { Language } from './format.ts';

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'translation';
    resources: { translation: Texts };
    returnNull: false;
    // Codes are written with underscores; the library would take the part behind one for a context or a plural.
    contextSeparator: '~';
    pluralSeparator: '~';
  }
}

/** Only the language somebody reads is loaded. */
const loaders: Record<Language, () => Promise<{ texts: Texts }>> = {
  'zh-CN': () => import('#i18n/zh-CN/index.ts'),
  en: () => import('#i18n/en/index.ts'),
};

/** Loads a language's texts where needed and makes it the page's language. */
export async function showLanguage(language: Language): Promise<void> {
  if (!i18next.isInitialized) {
    await i18next.use(initReactI18next).init({
      lng: language,
      fallbackLng: false,
      resources: { [language]: { translation: (await loaders[language]()).texts } },
      // React escapes; a second escaping would show `&amp;` in names.
      interpolation: { escapeValue: false, prefix: '{', suffix: '}' },
      returnNull: false,
      contextSeparator: '~',
      pluralSeparator: '~',
    });
  } else {
    if (!i18next.hasResourceBundle(language, 'translation')) {
      i18next.addResourceBundle(language, 'translation', (await loaders[language]()).texts);
    }
    await i18next.changeLanguage(language);
  }
  document.documentElement.lang = language;
}
