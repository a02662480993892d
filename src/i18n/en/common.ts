import type { common as chinese } from '../zh-CN/common.ts';
import type { Texts } from '../zh-CN/detection.ts';

export const common: Texts<typeof chinese> = {
  productName: 'Shoudan',
  tryAgain: 'Try again',
  cancel: 'Cancel',
  save: 'Save',
  copied: 'Copied',
  back: 'Back',
  loading: 'Loading',
  total: '{number} in total',
  openTable: 'Show as table',
  closeTable: 'Show as chart',
  savePicture: 'Save picture',
  print: 'Print',
  to: '{low} to {high}',
};
