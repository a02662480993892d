import { CheckCircleOutlined, ExclamationCircleOutlined, MinusCircleOutlined } from '@ant-design/icons';
import { useTranslation } from 'react-i18next';
import { useCodeText } from '#web/code-text.ts';
import { formatNumber } from '#web/format.ts';
import { usePreferences } from '#web/preferences.ts';
import { Panel } from '#web/ui/page.tsx';
import type { InnocentCheck } from '../schema.ts';
import { factTexts } from './facts.ts';
import { TierTag } from './tier-tag.tsx';

const tiers = ['check', 'watch', 'none', 'insufficient'] as const;

/** What the figures say and do not say; on every page that shows figures about people. */
export function LimitsPanel({ budget, withTiers }: { readonly budget: number; readonly withTiers: boolean }) {
  const { t } = useTranslation();
  const { language } = usePreferences();
  return (
    <Panel title={t('detection.limits.title')}>
      <div className={withTiers ? 'columns' : ''}>
        <div className="limits">
          <p>{t('detection.limits.says')}</p>
          <p>{t('detection.limits.saysNot')}</p>
          <p>{t('detection.limits.choice')}</p>
          <p>{t('detection.limits.neutral')}</p>
          {withTiers && <p>{t('detection.limits.budget', { budget: formatNumber(budget, language, 2) })}</p>}
          <p>{t('detection.limits.miss')}</p>
        </div>
        {withTiers && (
          <div className="meaning-list" role="group" aria-label={t('leak.meaning')}>
            {tiers.map((tier) => (
              <div key={tier}>
                <span>
                  <TierTag tier={tier} />
                </span>
                <span className="sub">{t(`detection.tierMeaning.${tier}`)}</span>
              </div>
            ))}
          </div>
        )}
      </div>
    </Panel>
  );
}

const icons = {
  explains: <MinusCircleOutlined aria-hidden />,
  ruled_out: <CheckCircleOutlined aria-hidden />,
  not_checked: <ExclamationCircleOutlined aria-hidden />,
} as const;
const order = ['not_checked', 'explains', 'ruled_out'] as const;

/** Innocent explanations: what a person still has to look up comes first. */
export function ChecksList({ checks }: { readonly checks: readonly InnocentCheck[] }) {
  const { t } = useTranslation();
  const codeText = useCodeText();
  const { language } = usePreferences();
  const sorted = checks.toSorted((one, other) => order.indexOf(one.result) - order.indexOf(other.result));
  return (
    <ul className="checks">
      {sorted.map((check) => (
        <li key={check.code} className={`check-${check.result}`}>
          <span className="check-icon">{icons[check.result]}</span>
          <strong>{codeText(`detection.check.${check.code}`, 'title')}</strong>
          <span className="sub">{t(`detection.checkResult.${check.result}`)}</span>
          <span className="check-text">{codeText(`detection.check.${check.code}`, check.result, factTexts(check.facts, language))}</span>
        </li>
      ))}
    </ul>
  );
}
