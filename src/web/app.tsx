import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { App as AntApp, ConfigProvider } from 'antd';
import type { Locale } from 'antd/es/locale/index.js';
import { useEffect, useState } from 'react';
import { antLocale } from './ant-locale.ts';
import { showLanguage } from './i18n.ts';
import { useIsDark, useIsStill, usePreferences } from './preferences.ts';
import { queryClient } from './query-client.ts';
import { router } from './router.tsx';
import { antTheme } from './theme.ts';

export function App() {
  const { language } = usePreferences();
  const dark = useIsDark();
  const still = useIsStill();
  const [locale, setLocale] = useState<Locale>();

  useEffect(() => {
    document.documentElement.dataset['theme'] = dark ? 'dark' : 'light';
  }, [dark]);

  useEffect(() => {
    let stale = false;
    void Promise.all([antLocale(language), showLanguage(language)]).then(([next]) => {
      if (!stale) setLocale(next);
    });
    return () => {
      stale = true;
    };
  }, [language]);

  return (
    <ConfigProvider theme={antTheme(dark, still)} button={{ autoInsertSpace: false }} {...(locale === undefined ? {} : { locale })}>
      <AntApp>
        <QueryClientProvider client={queryClient}>
          <RouterProvider router={router} />
        </QueryClientProvider>
      </AntApp>
    </ConfigProvider>
  );
}
