import { InfoCircleOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Alert } from 'antd';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { queryClient } from '../query-client.ts';

/** On every page of a demo: nobody should take invented people for real ones. */
export function DemoNotice() {
  const { t } = useTranslation();
  return (
    <aside className="demo-notice" aria-label={t('shell.demoLabel')}>
      <InfoCircleOutlined aria-hidden /> {t('shell.demo')}
    </aside>
  );
}

/** Says that the server is away and, when it is back, asks again for everything on the page. */
export function OfflineNotice() {
  const { t } = useTranslation();
  const [suspect, setSuspect] = useState(false);

  useEffect(
    () =>
      queryClient.getQueryCache().subscribe((event) => {
        const error: unknown = event.query.state.error ?? event.query.state.fetchFailureReason;
        if (error instanceof Error && error.message === 'network.unreachable') setSuspect(true);
      }),
    [],
  );

  const alive = useQuery({
    queryKey: ['alive'],
    queryFn: async () => (await fetch('/healthz', { cache: 'no-store' })).ok,
    enabled: suspect,
    retry: false,
    refetchInterval: 3000,
    gcTime: 0,
  });
  const back = suspect && alive.data === true && !alive.isError;

  useEffect(() => {
    if (!back) return;
    setSuspect(false);
    void queryClient.invalidateQueries({ predicate: (query) => query.queryKey[0] !== 'alive' });
  }, [back]);

  return suspect && !back ? <Alert banner type="warning" showIcon role="status" title={t('shell.offline')} /> : null;
}
