import { useTranslation } from 'react-i18next';
import type { Tier } from '../schema.ts';

/** Neutral blue-grey to amber, never red; the word says it, the colour only helps. */
export function TierTag({ tier }: { readonly tier: Tier }) {
  const { t } = useTranslation();
  return (
    <span className={`tier tier-${tier}`} title={t(`detection.tierMeaning.${tier}`)}>
      {t(`detection.tier.${tier}`)}
    </span>
  );
}
