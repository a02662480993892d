import { type ReactNode, useEffect } from 'react';
import { useTranslation } from 'react-i18next';

interface PageProps {
  readonly title: string;
  /** The one sentence that says what is wrong, how much it matters, what to do next. */
  readonly sentence?: ReactNode;
  /** Under the sentence, smaller: sample, window, what it does not say. */
  readonly note?: ReactNode;
  /** Beside the title: tags, state. */
  readonly mark?: ReactNode;
  readonly actions?: ReactNode;
  readonly children?: ReactNode;
}

/** Head and body of a page, the same everywhere. */
export function Page({ title, sentence, note, mark, actions, children }: PageProps) {
  const { t } = useTranslation();
  useEffect(() => {
    document.title = `${title} · ${t('common.productName')}`;
  }, [title, t]);
  return (
    <article className="page">
      <header className="page-head">
        <div className="page-head-text">
          <div className="page-title-row">
            <h1 className="page-title">{title}</h1>
            {mark}
          </div>
          {sentence !== undefined && <p className="page-sentence">{sentence}</p>}
          {note !== undefined && <p className="page-note">{note}</p>}
        </div>
        {actions !== undefined && <div className="page-actions">{actions}</div>}
      </header>
      {children}
    </article>
  );
}

interface PanelProps {
  readonly title?: ReactNode;
  readonly note?: ReactNode;
  readonly extra?: ReactNode;
  readonly id?: string;
  readonly flush?: boolean;
  readonly children: ReactNode;
}

/** One quiet surface with a heading. Panels never contain panels. */
export function Panel({ title, note, extra, id, flush = false, children }: PanelProps) {
  return (
    <section className={flush ? 'panel panel-flush' : 'panel'} id={id}>
      {title !== undefined && (
        <header className="panel-head">
          <div>
            <h2 className="panel-title">{title}</h2>
            {note !== undefined && <p className="panel-note">{note}</p>}
          </div>
          {extra}
        </header>
      )}
      {children}
    </section>
  );
}
