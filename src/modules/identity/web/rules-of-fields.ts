import type { FormRule } from 'antd';
import { useTranslation } from 'react-i18next';

/** Checks while typing; the server checks again and also refuses common passwords. */
export function usePasswordRules(): FormRule[] {
  const { t } = useTranslation();
  return [
    { required: true, message: t('identity.people.fieldNeeded') },
    { min: 10, message: t('identity.people.passwordShort') },
  ];
}

export function useSignInNameRules(): FormRule[] {
  const { t } = useTranslation();
  return [
    { required: true, message: t('identity.people.fieldNeeded') },
    { pattern: /^[A-Za-z0-9._-]{2,50}$/, message: t('identity.people.invalidSignInName') },
  ];
}
