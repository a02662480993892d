import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMe } from '../session.ts';

/** 早上好 and so on, by the reader’s clock. */
export function useGreeting(): string {
  const { t } = useTranslation();
  const { name } = useMe();
  const [hour] = useState(() => new Date().getHours());
  const part = hour < 11 ? 'morning' : hour < 13 ? 'noon' : hour < 18 ? 'afternoon' : 'evening';
  return t('home.greeting', { name, part: t(`home.part.${part}`) });
}
