import { problems as english } from '#i18n/en/problems.ts';
import { problems as chinese } from '#i18n/zh-CN/problems.ts';

/**
 * Why a row was not used, and what the reader wants the user to know, in both languages; why a whole file cannot be read is a
 * problem, with its text in `src/i18n`. `{row}`, `{column}` and `{value}` are the
 * fields of a row error; other placeholders are the details of a problem or the facts of a warning.
 */
export const importTexts = {
  // A row that was not used.
  'orders.customer_missing': { 'zh-CN': '没有客户', en: 'No customer' },
  'orders.date_missing': { 'zh-CN': '没有日期', en: 'No date' },
  'orders.bad_date': { 'zh-CN': '日期看不懂：{value}', en: 'Not a date: {value}' },
  'orders.date_out_of_range': { 'zh-CN': '日期不在 1980–2099 年内：{value}', en: 'Date outside 1980–2099: {value}' },
  'orders.amount_missing': { 'zh-CN': '没有金额', en: 'No amount' },
  'orders.bad_amount': { 'zh-CN': '金额看不懂：{value}', en: 'Not an amount: {value}' },
  'orders.amount_too_large': { 'zh-CN': '金额太大：{value}', en: 'Amount too large: {value}' },
  'orders.too_many_cells': {
    'zh-CN': '单元格比表头多，可能有没加引号的逗号',
    en: 'More cells than headings; perhaps a comma without quotes',
  },
  'orders.unclosed_quote': { 'zh-CN': '引号没有配对', en: 'A quote is not closed' },
  'orders.text_too_long': { 'zh-CN': '{column}太长，超过 1000 字', en: '{column} is longer than 1,000 characters' },
  'orders.period_reversed': { 'zh-CN': '结束日期早于开始日期', en: 'The period ends before it begins' },
  'orders.period_overlaps': { 'zh-CN': '与第 {value} 行的归属时间重叠', en: 'The period overlaps that of row {value}' },
  'orders.customer_unknown': { 'zh-CN': '订单里没有这个客户：{value}', en: 'No orders of this customer: {value}' },
  'orders.customer_ambiguous': {
    'zh-CN': '有多个客户叫这个名称，请改用客户编号：{value}',
    en: 'Several customers have this name, use the code: {value}',
  },
  // A row that was left out on purpose.
  'orders.total_row': { 'zh-CN': '合计行，不计入', en: 'Totals row, not counted' },
  'orders.repeated_headings': { 'zh-CN': '重复的表头，不计入', en: 'Repeated headings, not counted' },
  'orders.duplicate_row': {
    'zh-CN': '与前面的行完全相同（订单号也相同），只计一次',
    en: 'Same as an earlier row, order number included; counted once',
  },
  'orders.amount_merged': { 'zh-CN': '金额是合并单元格，已计在首行', en: 'The amount is a merged cell, counted in its first row' },
  // Worth knowing about the file as a whole.
  'orders.date_order_assumed': {
    'zh-CN': '{ambiguous} 个日期月、日分不清，已按{order}读，请核对',
    en: '{ambiguous} dates can be read in two ways; read as {order}, please check',
  },
  'orders.decimal_mark_assumed': {
    'zh-CN': '小数点与千分位分不清，已按「{mark}」为小数点读，请核对',
    en: 'Decimal mark unclear; read “{mark}” as the decimal mark, please check',
  },
  'orders.mixed_currencies': {
    'zh-CN': '有多种币种：{currencies}，金额未换算',
    en: 'Several currencies: {currencies}; amounts were not converted',
  },
  'orders.repeated_rows_kept': {
    'zh-CN': '{rows} 行与前面的行完全相同，没有订单号无法判断，已保留',
    en: '{rows} rows are the same as earlier ones; kept, as there is no order number to tell',
  },
  'orders.future_dates': { 'zh-CN': '{rows} 行的日期在今天之后', en: '{rows} rows are dated after today' },
  'orders.broken_characters': {
    'zh-CN': '有乱码字符，请把文件另存为 UTF-8 后再试',
    en: 'Some characters are broken; save the file as UTF-8 and try again',
  },
  'orders.customers_joined': {
    'zh-CN': '{customers} 个只有名称的客户已并入同名的编号',
    en: '{customers} customers with only a name were joined to the code of that name',
  },
} as const satisfies Record<string, { 'zh-CN': string; en: string }>;

export type ImportLanguage = 'zh-CN' | 'en';

/** The text of a code with its placeholders filled; the code itself when it is none of ours. */
export function importText(code: string, language: ImportLanguage, facts: Readonly<Record<string, unknown>> = {}): string {
  const rows: Readonly<Record<string, Readonly<Record<ImportLanguage, string>>>> = importTexts;
  const problems: Readonly<Record<string, string>> = language === 'en' ? english : chinese;
  const text = rows[code]?.[language] ?? problems[code] ?? code;
  return text.replace(/\{(\w+)\}/g, (placeholder, name: string) => String(facts[name] ?? placeholder));
}
