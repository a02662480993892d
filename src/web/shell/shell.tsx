import { Navigate, Outlet, useMatches, useRouterState } from '@tanstack/react-router';
import { Drawer, Grid, Layout } from 'antd';
import { Suspense, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMaybeMe } from '../session.ts';
import { Loading } from '../ui/states.tsx';
import { Forbidden } from './failure-page.tsx';
import { DemoNotice, OfflineNotice } from './notices.tsx';
import { SideMenu } from './side-menu.tsx';
import { TopBar } from './top-bar.tsx';

/** The frame around every page: menu, top bar, notices. */
export function Shell() {
  const { t } = useTranslation();
  const me = useMaybeMe();
  const screens = Grid.useBreakpoint();
  const narrow = screens.lg === false;
  const matches = useMatches();
  const path = useRouterState({ select: (state) => state.location.pathname });
  // Open on this page; the next page closes it. Closing it on a click would take the link away before the key that pressed it is done.
  const [menuOpenAt, setMenuOpenAt] = useState<string | null>(null);
  const closeMenu = () => setMenuOpenAt(null);
  const content = useRef<HTMLElement>(null);
  useFocusOnNewPage(path, content);

  if (me === null) return <Navigate to="/sign-in" search={path === '/' ? {} : { to: path }} />;
  const right = matches.map((match) => match.staticData.right).find((needed) => needed !== undefined && !me.rights.includes(needed));

  return (
    <Layout className="shell" hasSider={!narrow}>
      <a className="skip-link" href="#content">
        {t('shell.skip')}
      </a>
      {!narrow && (
        <Layout.Sider width={208} className="sider">
          <Brand />
          <SideMenu />
        </Layout.Sider>
      )}
      <Drawer
        open={narrow && menuOpenAt === path}
        onClose={closeMenu}
        placement="left"
        size={240}
        closable={false}
        title={null}
        aria-label={t('shell.menu')}
        styles={{ body: { padding: 0, background: '#0f2544' } }}
      >
        <Brand />
        <SideMenu onStay={closeMenu} />
      </Drawer>
      <Layout className="shell-main">
        <RouteProgress />
        <Layout.Header className="header">
          <TopBar narrow={narrow} onOpenMenu={() => setMenuOpenAt(path)} />
        </Layout.Header>
        {me.demo && <DemoNotice />}
        <OfflineNotice />
        <main id="content" className="content" tabIndex={-1} ref={content}>
          <Suspense fallback={<Loading />}>{right === undefined ? <Outlet /> : <Forbidden me={me} right={right} />}</Suspense>
        </main>
      </Layout>
    </Layout>
  );
}

function Brand() {
  const { t } = useTranslation();
  return (
    <div className="brand">
      <img src={new URL('../icon.svg', import.meta.url).href} alt="" width={26} height={26} />
      <span>{t('common.productName')}</span>
    </div>
  );
}

/** A screen reader should begin at the new page’s content, not in the menu again. */
function useFocusOnNewPage(path: string, content: React.RefObject<HTMLElement | null>) {
  const before = useRef(path);
  useEffect(() => {
    if (before.current !== path) content.current?.focus({ preventScroll: true });
    before.current = path;
  }, [path, content]);
}

/** A thin bar while the next page’s code or data is on its way. */
function RouteProgress() {
  const busy = useRouterState({ select: (state) => state.isLoading });
  return busy ? <div className="route-progress" aria-hidden="true" /> : null;
}
