import { BarChartOutlined, HomeOutlined, ImportOutlined, TeamOutlined, UserOutlined } from '@ant-design/icons';
import { Link, useRouterState } from '@tanstack/react-router';
import { Menu, type MenuProps } from 'antd';
import { useTranslation } from 'react-i18next';
import { useMay } from '../session.ts';

/**
 * By job, not by table; a person sees what the role allows and nothing greyed out.
 *
 * @param onStay called when somebody chooses the page that is open already
 */
export function SideMenu({ onStay }: { readonly onStay?: () => void }) {
  const { t } = useTranslation();
  const may = useMay();
  const path = useRouterState({ select: (state) => state.location.pathname });

  const insight = [
    may('detection.see_company') && { key: '/leak', icon: <BarChartOutlined />, label: <Link to="/leak">{t('shell.leak')}</Link> },
    may('detection.see_customers') && {
      key: '/leak/customers',
      icon: <TeamOutlined />,
      label: <Link to="/leak/customers">{t('shell.customers')}</Link>,
    },
  ].filter((item) => item !== false);
  const data = [
    may('orders.import') && { key: '/imports', icon: <ImportOutlined />, label: <Link to="/imports">{t('shell.imports')}</Link> },
  ].filter((item) => item !== false);
  const settings = [
    may('identity.manage') && { key: '/people', icon: <UserOutlined />, label: <Link to="/people">{t('shell.people')}</Link> },
  ].filter((item) => item !== false);

  const items: NonNullable<MenuProps['items']> = [{ key: '/', icon: <HomeOutlined />, label: <Link to="/">{t('shell.home')}</Link> }];
  if (insight.length > 0) items.push({ key: 'insight', type: 'group', label: t('shell.insight'), children: insight });
  if (data.length > 0) items.push({ key: 'data', type: 'group', label: t('shell.data'), children: data });
  if (settings.length > 0) items.push({ key: 'settings', type: 'group', label: t('shell.settings'), children: settings });

  return (
    <nav aria-label={t('shell.menu')} className="side-menu">
      <Menu
        theme="dark"
        mode="inline"
        selectedKeys={[selectedKey(path)]}
        items={items}
        onClick={({ key }) => {
          if (key === path) onStay?.();
        }}
      />
    </nav>
  );
}

function selectedKey(path: string): string {
  if (path.startsWith('/leak/customers')) return '/leak/customers';
  for (const key of ['/leak', '/imports', '/people']) if (path.startsWith(key)) return key;
  return path;
}
