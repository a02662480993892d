import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { LanguageSwitch, ThemeSwitch } from '#web/shell/top-bar.tsx';

interface EntranceProps {
  readonly title: string;
  readonly lead: string;
  readonly children: ReactNode;
}

/** The frame of the pages before sign-in. */
export function Entrance({ title, lead, children }: EntranceProps) {
  const { t } = useTranslation();
  return (
    <div className="entrance">
      <header className="entrance-bar">
        <span className="brand brand-plain">
          <img src={new URL('../../../web/icon.svg', import.meta.url).href} alt="" width={26} height={26} />
          <span>{t('common.productName')}</span>
        </span>
        <span className="button-row">
          <LanguageSwitch />
          <ThemeSwitch />
        </span>
      </header>
      <main className="entrance-card" id="content">
        <h1 className="page-title">{title}</h1>
        <p className="page-note gap-below">{lead}</p>
        {children}
      </main>
    </div>
  );
}
