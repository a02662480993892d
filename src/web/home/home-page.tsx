import { useTranslation } from 'react-i18next';
import { useMay } from '../session.ts';
import { Page } from '../ui/page.tsx';
import { AdminHome } from './admin-home.tsx';
import { CompanyHome } from './company-home.tsx';
import { RepHome } from './rep-home.tsx';

/** What needs me today, then what is changing, then how we are doing: by what a person may see. */
export function HomePage() {
  const { t } = useTranslation();
  const may = useMay();
  if (may('detection.see_company')) return <CompanyHome />;
  if (may('detection.see_customers')) return <RepHome />;
  if (may('identity.manage')) return <AdminHome />;
  return <Page title={t('home.title')} />;
}
