import type { Locale } from 'antd/es/locale/index.js';
import dayjs from 'dayjs';
import type { Language } from './format.ts';

/** Texts of the component library (date picker, pagination, empty tables), loaded per language. */
export async function antLocale(language: Language): Promise<Locale> {
  if (language === 'en') {
    dayjs.locale('en');
    return unwrap(await import('antd/es/locale/en_US.js'));
  }
  const [locale] = await Promise.all([import('antd/es/locale/zh_CN.js'), import('dayjs/locale/zh-cn.js')]);
  dayjs.locale('zh-cn');
  return unwrap(locale);
}

/** The bundler hands over the module, Node’s types describe it wrapped once more: take what is inside. */
function unwrap(module: { default: unknown }): Locale {
  const inner = module.default;
  return (typeof inner === 'object' && inner !== null && 'default' in inner ? inner.default : inner) as Locale;
}
