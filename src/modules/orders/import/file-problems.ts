import { defineProblems } from '#shared/problem.ts';

/** Why a whole file cannot be read. The texts are in `src/i18n`, those of single rows in `texts.ts`. */
export const fileProblems = defineProblems('orders', {
  file_not_found: 404,
  file_empty: 422,
  file_only_headings: 422,
  file_is_xls: 415,
  file_is_pdf: 415,
  file_is_image: 415,
  file_is_html: 415,
  file_is_xlsb: 415,
  file_is_zip: 415,
  file_is_binary: 415,
  file_encrypted: 422,
  file_damaged: 422,
  file_expands_too_much: 413,
  file_over_limit: 413,
  too_many_columns_in_file: 422,
  sheet_not_found: 422,
  columns_missing: 422,
  columns_clash: 422,
});
