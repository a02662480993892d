import { BulbOutlined, DownOutlined, MenuOutlined, SearchOutlined, TranslationOutlined, UserOutlined } from '@ant-design/icons';
import { useNavigate } from '@tanstack/react-router';
import { App, Button, Dropdown, Input, type InputRef } from 'antd';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { setPreference, type ThemeChoice, usePreferences } from '../preferences.ts';
import { problemText } from '../problem-text.ts';
import { signOut, useMay, useMe } from '../session.ts';

export function TopBar({ narrow, onOpenMenu }: { readonly narrow: boolean; readonly onOpenMenu: () => void }) {
  const { t } = useTranslation();
  const may = useMay();
  return (
    <div className="top-bar">
      {narrow && <Button type="text" icon={<MenuOutlined />} aria-label={t('shell.openMenu')} onClick={onOpenMenu} />}
      {may('detection.see_customers') ? <CustomerSearch narrow={narrow} /> : <span className="grow" />}
      <LanguageSwitch />
      <ThemeSwitch />
      <PersonMenu narrow={narrow} />
    </div>
  );
}

/** The one search that exists so far: customers. `Ctrl K` from anywhere. */
function CustomerSearch({ narrow }: { readonly narrow: boolean }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const box = useRef<InputRef>(null);
  const [text, setText] = useState('');

  useEffect(() => {
    function onKey(event: KeyboardEvent) {
      if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'k') {
        event.preventDefault();
        box.current?.focus({ cursor: 'all' });
      }
    }
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, []);

  return (
    <search className="grow">
      <Input
        ref={box}
        className="top-search"
        variant="filled"
        prefix={<SearchOutlined aria-hidden />}
        {...(narrow ? {} : { suffix: <kbd aria-hidden>{t('shell.searchKeys')}</kbd> })}
        placeholder={t('shell.searchCustomers')}
        aria-label={t('shell.searchCustomers')}
        value={text}
        maxLength={100}
        onChange={(event) => setText(event.target.value)}
        onPressEnter={() => {
          const search = text.trim();
          void navigate({ to: '/leak/customers', search: search === '' ? {} : { search } });
        }}
      />
    </search>
  );
}

/** Also on the pages before sign-in. */
export function LanguageSwitch() {
  const { t } = useTranslation();
  const { language } = usePreferences();
  return (
    <Button
      type="text"
      icon={<TranslationOutlined />}
      title={t('shell.language')}
      lang={language === 'en' ? 'zh-CN' : 'en'}
      onClick={() => setPreference({ language: language === 'en' ? 'zh-CN' : 'en' })}
    >
      {t('shell.languageName')}
    </Button>
  );
}

export function ThemeSwitch() {
  const { t } = useTranslation();
  const { theme } = usePreferences();
  const choices: readonly { key: ThemeChoice; label: string }[] = [
    { key: 'light', label: t('shell.themeLight') },
    { key: 'dark', label: t('shell.themeDark') },
    { key: 'auto', label: t('shell.themeAuto') },
  ];
  return (
    <Dropdown
      trigger={['click']}
      menu={{
        items: [...choices],
        selectable: true,
        selectedKeys: [theme],
        onClick: ({ key }) => setPreference({ theme: key as ThemeChoice }),
      }}
    >
      <Button type="text" icon={<BulbOutlined />} aria-label={t('shell.theme')} title={t('shell.theme')} />
    </Dropdown>
  );
}

function PersonMenu({ narrow }: { readonly narrow: boolean }) {
  const { t } = useTranslation();
  const me = useMe();
  const { message } = App.useApp();
  return (
    <Dropdown
      trigger={['click']}
      menu={{
        items: [
          { key: 'who', label: `${me.name} · ${t(`shell.role.${me.role}`)}`, disabled: true },
          { type: 'divider' },
          { key: 'out', label: t('shell.signOut') },
        ],
        onClick: ({ key }) => {
          if (key === 'out') signOut().catch((error: unknown) => message.error(problemText(error)));
        },
      }}
    >
      <Button type="text" icon={<UserOutlined />} aria-label={`${t('shell.person')}: ${me.name}`}>
        {!narrow && (
          <>
            {me.name} <DownOutlined aria-hidden className="small-icon" />
          </>
        )}
      </Button>
    </Dropdown>
  );
}
