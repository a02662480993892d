import type { ThemeConfig } from 'antd';
import { theme } from 'antd';

/** System fonts only: nothing to download, and Chinese looks as in the rest of the system. Charts draw with it too. */
export const fontFamily =
  "-apple-system, 'Segoe UI', 'Noto Sans', 'Liberation Sans', 'PingFang SC', 'Microsoft YaHei', 'Noto Sans SC', 'Noto Sans CJK SC', sans-serif";

/**
 * Ant Design tokens for both appearances. Contrast of text is at least 4.5:1 in each.
 *
 * @param still without movement. Told to the components, because with movements only shortened by CSS they may wait for
 *   the end of one that is over already, and a list stays out of sight.
 */
export function antTheme(dark: boolean, still: boolean): ThemeConfig {
  return {
    algorithm: dark ? theme.darkAlgorithm : theme.defaultAlgorithm,
    cssVar: { key: 'sd' },
    hashed: false,
    token: {
      motion: !still,
      colorPrimary: dark ? '#4b8fe8' : '#1668dc',
      colorInfo: dark ? '#4b8fe8' : '#1668dc',
      colorLink: dark ? '#79aef2' : '#1259bf',
      colorBgLayout: dark ? '#0e1116' : '#f3f5f8',
      colorBgContainer: dark ? '#171b22' : '#ffffff',
      colorBgElevated: dark ? '#1e242d' : '#ffffff',
      colorTextSecondary: dark ? 'rgba(255,255,255,.72)' : 'rgba(18,28,45,.72)',
      colorTextTertiary: dark ? 'rgba(255,255,255,.62)' : 'rgba(18,28,45,.64)',
      colorTextDescription: dark ? 'rgba(255,255,255,.66)' : 'rgba(18,28,45,.66)',
      colorTextPlaceholder: dark ? 'rgba(255,255,255,.58)' : 'rgba(18,28,45,.62)',
      borderRadius: 6,
      fontSize: 14,
      fontFamily,
    },
    components: {
      Table: { headerBg: dark ? '#1e242d' : '#f6f8fb', cellPaddingBlockMD: 10, cellPaddingInlineMD: 12 },
      Layout: { headerBg: dark ? '#171b22' : '#ffffff', headerHeight: 52, headerPadding: '0 16px', siderBg: '#0f2544' },
      Menu: {
        darkItemBg: '#0f2544',
        darkSubMenuItemBg: '#0f2544',
        darkPopupBg: '#0f2544',
        darkItemColor: 'rgba(255,255,255,.82)',
        darkGroupTitleColor: 'rgba(255,255,255,.66)',
        darkItemSelectedBg: '#1668dc',
      },
      // The accent of the dark appearance is light, for text and lines; white on it could not be read.
      Button: {
        primaryShadow: 'none',
        defaultShadow: 'none',
        ...(dark ? { colorPrimary: '#2f6fc9', colorPrimaryHover: '#2a64b5', colorPrimaryActive: '#24589f' } : {}),
      },
    },
  };
}

/** Colours of charts and of our own marks: one accent and greys; amber where somebody should look, never red for people. */
export interface Palette {
  readonly text: string;
  readonly muted: string;
  readonly line: string;
  readonly grid: string;
  readonly band: string;
  readonly bandEdge: string;
  readonly accent: string;
  readonly attention: string;
  readonly background: string;
}

const light: Palette = {
  text: '#1d2635',
  muted: '#5b6675',
  line: '#c4ccd6',
  grid: '#e6eaf0',
  band: 'rgba(110,125,145,.24)',
  bandEdge: '#7c8898',
  accent: '#1668dc',
  attention: '#a35a00',
  background: '#ffffff',
};

const dark: Palette = {
  text: '#e4e8ee',
  muted: '#a4afbd',
  line: '#46505d',
  grid: '#2a313b',
  band: 'rgba(160,175,195,.22)',
  bandEdge: '#8592a3',
  accent: '#5c9df0',
  attention: '#e0a042',
  background: '#171b22',
};

export function palette(isDark: boolean): Palette {
  return isDark ? dark : light;
}
