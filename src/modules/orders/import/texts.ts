/**
 * Why a row or a file was not used, and what the reader wants the user to know, in both languages. `{row}`, `{column}` and `{value}` are the
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
  // A file that cannot be read.
  'orders.file_not_found': { 'zh-CN': '找不到文件或打不开：{path}', en: 'There is no such file, or it cannot be opened: {path}' },
  'orders.file_empty': { 'zh-CN': '文件是空的', en: 'The file is empty' },
  'orders.file_only_headings': { 'zh-CN': '只有表头，没有数据', en: 'The file has headings but no rows' },
  'orders.file_is_xls': {
    'zh-CN': '这是旧版 Excel（.xls），请另存为 .xlsx 或 CSV',
    en: 'This is an old Excel file (.xls); save it as .xlsx or CSV',
  },
  'orders.file_is_xlsb': {
    'zh-CN': '这是二进制 Excel（.xlsb），请另存为 .xlsx 或 CSV',
    en: 'This is a binary Excel file (.xlsb); save it as .xlsx or CSV',
  },
  'orders.file_is_pdf': { 'zh-CN': '这是 PDF，请从系统导出 Excel 或 CSV', en: 'This is a PDF; export Excel or CSV instead' },
  'orders.file_is_image': { 'zh-CN': '这是图片，请从系统导出 Excel 或 CSV', en: 'This is a picture; export Excel or CSV instead' },
  'orders.file_is_html': {
    'zh-CN': '这其实是网页格式，请用 Excel 打开后另存为 .xlsx',
    en: 'This is really a web page; open it in Excel and save it as .xlsx',
  },
  'orders.file_is_zip': { 'zh-CN': '这是压缩包，请解压后再上传', en: 'This is an archive; unpack it first' },
  'orders.file_is_binary': { 'zh-CN': '这不是表格文件', en: 'This is not a table' },
  'orders.file_encrypted': { 'zh-CN': '文件有密码，请去掉密码后再上传', en: 'The file has a password; remove it first' },
  'orders.file_damaged': { 'zh-CN': '文件已损坏：{reason}', en: 'The file is damaged: {reason}' },
  'orders.file_expands_too_much': { 'zh-CN': '文件解压后太大', en: 'The file is too large when unpacked' },
  'orders.file_over_limit': { 'zh-CN': '文件太大，上限 {limit} 字节', en: 'The file is too large; the limit is {limit} bytes' },
  'orders.too_many_columns_in_file': { 'zh-CN': '列太多，上限 {limit} 列', en: 'Too many columns; the limit is {limit}' },
  'orders.sheet_not_found': { 'zh-CN': '没有工作表「{sheet}」，现有：{sheets}', en: 'There is no sheet “{sheet}”; there are: {sheets}' },
  'orders.columns_missing': { 'zh-CN': '缺少列：{missing}', en: 'Columns are missing: {missing}' },
  'orders.columns_clash': { 'zh-CN': '第 {column} 列不能这样对应：{meanings}', en: 'Column {column} cannot be used like that: {meanings}' },
} as const satisfies Record<string, { 'zh-CN': string; en: string }>;

export type ImportLanguage = 'zh-CN' | 'en';

/** The text of a code with its placeholders filled; the code itself when it is none of ours. */
export function importText(code: string, language: ImportLanguage, facts: Readonly<Record<string, unknown>> = {}): string {
  const text: string | undefined = (importTexts as Record<string, Record<ImportLanguage, string>>)[code]?.[language];
  return text === undefined ? code : text.replace(/\{(\w+)\}/g, (placeholder, name: string) => String(facts[name] ?? placeholder));
}
