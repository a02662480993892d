import type { WatermarkProps } from 'antd';
import { useMemo, useState } from 'react';
import { exactWhen } from '../format.ts';
import { useIsDark, usePreferences } from '../preferences.ts';
import { useMe } from '../session.ts';

/** Faint name and time behind pages with personal data, so that a photo of the screen says who took it. */
export function usePageMark(): WatermarkProps {
  const me = useMe();
  const { language } = usePreferences();
  const dark = useIsDark();
  const [opened] = useState(() => new Date().toISOString());
  return useMemo(
    () => ({
      content: [me.name, exactWhen(opened, language)],
      font: { color: dark ? 'rgba(255,255,255,.05)' : 'rgba(20,40,80,.055)', fontSize: 13 },
      gap: [140, 140],
      zIndex: 1,
    }),
    [me.name, opened, language, dark],
  );
}
