import { InfoCircleOutlined } from '@ant-design/icons';
import { Alert } from 'antd';
import { useTranslation } from 'react-i18next';
import { useServerAway } from './server-away.ts';

/** On every page of a demo: nobody should take invented people for real ones. */
export function DemoNotice() {
  const { t } = useTranslation();
  return (
    <aside className="demo-notice" aria-label={t('shell.demoLabel')}>
      <InfoCircleOutlined aria-hidden /> {t('shell.demo')} <span className="wide-only">{t('shell.demoMore')}</span>
    </aside>
  );
}

/** Says that the server is away; the pages go on by themselves when it is back. */
export function OfflineNotice() {
  const { t } = useTranslation();
  return useServerAway() ? <Alert banner type="warning" showIcon role="status" title={t('shell.offline')} /> : null;
}
