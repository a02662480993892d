import { useCodeText } from '#web/code-text.ts';
import { InboxOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { Alert, Button, Grid, Progress, Segmented, Table, type TableColumnsType, Upload as Dropzone } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiProblem } from '#web/api.ts';
import { formatNumber, formatShare } from '#web/format.ts';
import { usePreferences } from '#web/preferences.ts';
import { When } from '#web/ui/figures.tsx';
import { Page, Panel } from '#web/ui/page.tsx';
import { Empty, Failure, QueryView } from '#web/ui/states.tsx';
import type { Import, ImportKind } from '../schema.ts';
import { ImportCounts, ImportState } from './import-state.tsx';
import { importsQuery } from './queries.ts';
import { startUpload, useUpload } from './upload.ts';

/** Upload a file, and what was imported before. */
export function ImportsPage() {
  const { t } = useTranslation();
  const list = useQuery(importsQuery);
  return (
    <Page title={t('orders.title')} note={t('orders.lead')}>
      <UploadPanel />
      <Panel flush title={t('orders.list')}>
        <QueryView query={list}>
          {({ imports }) =>
            imports.length === 0 ? <Empty title={t('orders.empty')} help={t('orders.emptyHelp')} /> : <ImportList imports={imports} />
          }
        </QueryView>
      </Panel>
    </Page>
  );
}

function UploadPanel() {
  const { t } = useTranslation();
  const { language } = usePreferences();
  const navigate = useNavigate();
  const codeText = useCodeText();
  const upload = useUpload();
  const [kind, setKind] = useState<ImportKind>('orders');
  const [error, setError] = useState<unknown>(null);
  const [cancelled, setCancelled] = useState(false);

  async function send(file: File) {
    setError(null);
    setCancelled(false);
    try {
      const detail = await startUpload(kind, file);
      await navigate({ to: '/imports/$importId', params: { importId: detail.import.id } });
    } catch (caught) {
      if (caught instanceof DOMException && caught.name === 'AbortError') setCancelled(true);
      else setError(caught);
    }
  }

  return (
    <Panel>
      <div className="stack">
        <div className="button-row">
          <Segmented<ImportKind>
            aria-label={t('orders.title')}
            value={kind}
            onChange={setKind}
            disabled={upload !== null}
            options={[
              { value: 'orders', label: t('orders.kind.orders') },
              { value: 'assignments', label: t('orders.kind.assignments') },
            ]}
          />
          <span className="muted">{t(`orders.kindHelp.${kind}`)}</span>
        </div>
        {upload === null ? (
          <Dropzone.Dragger
            accept=".csv,.gz,.txt,.tsv,.xlsx"
            showUploadList={false}
            multiple={false}
            beforeUpload={(file) => {
              void send(file);
              return false;
            }}
          >
            <p className="drop-icon">
              <InboxOutlined aria-hidden />
            </p>
            <p className="drop-title">{t('orders.drop')}</p>
            <p className="muted">{t('orders.dropHelp')}</p>
          </Dropzone.Dragger>
        ) : (
          <div className="uploading" role="status">
            <span>{t('orders.uploading', { name: upload.fileName })}</span>
            <Progress
              percent={Math.round(upload.share * 100)}
              format={() => formatShare(upload.share, language)}
              aria-label={t('orders.uploading', { name: upload.fileName })}
            />
            <Button onClick={upload.cancel}>{t('common.cancel')}</Button>
          </div>
        )}
        {cancelled && <Alert type="info" title={t('orders.uploadCancelled')} />}
        {error !== null && (
          <Failure
            error={error}
            {...(error instanceof ApiProblem && error.status !== 0 ? { text: codeText('problem', error.code, error.details) } : {})}
          />
        )}
      </div>
    </Panel>
  );
}

function ImportList({ imports }: { readonly imports: readonly Import[] }) {
  const { t } = useTranslation();
  const { language } = usePreferences();
  const narrow = Grid.useBreakpoint().md === false;
  if (narrow) {
    return (
      <ul className="row-cards">
        {imports.map((one) => (
          <li key={one.id}>
            <Link to="/imports/$importId" params={{ importId: one.id }} className="row-card">
              <span className="row-card-head">
                <strong>{one.fileName}</strong>
                <ImportState one={one} />
              </span>
              <span className="sub">
                <ImportCounts one={one} />
              </span>
              <span className="sub">
                <When at={one.createdAt} /> · {one.createdBy}
              </span>
            </Link>
          </li>
        ))}
      </ul>
    );
  }
  const columns: TableColumnsType<Import> = [
    {
      title: t('orders.file'),
      key: 'file',
      render: (_, one) => (
        <span className="cell-two">
          <Link to="/imports/$importId" params={{ importId: one.id }}>
            {one.fileName}
          </Link>
          <span className="sub">{t(`orders.kind.${one.kind}`)}</span>
        </span>
      ),
    },
    { title: t('orders.state'), key: 'state', width: 190, render: (_, one) => <ImportState one={one} /> },
    { title: t('orders.rows'), key: 'rows', align: 'right', width: 120, render: (_, one) => formatNumber(one.rowsTotal, language) },
    { title: t('orders.result'), key: 'result', render: (_, one) => <ImportCounts one={one} /> },
    { title: t('orders.time'), key: 'time', width: 140, render: (_, one) => <When at={one.createdAt} /> },
    { title: t('orders.who'), key: 'who', width: 120, dataIndex: 'createdBy' },
  ];
  return (
    <Table<Import>
      rowKey="id"
      size="middle"
      columns={columns}
      dataSource={[...imports]}
      pagination={imports.length > 50 ? { pageSize: 50, showSizeChanger: false } : false}
      scroll={{ x: 'max-content' }}
    />
  );
}
