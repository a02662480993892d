import { useSyncExternalStore } from 'react';
import type { Language } from './format.ts';

/** What a person chose on this machine: language and light or dark. Kept in this browser only. */
export interface Preferences {
  readonly language: Language;
  readonly theme: ThemeChoice;
}
export type ThemeChoice = 'light' | 'dark' | 'auto';

const key = 'shoudan.preferences';
const systemDark = window.matchMedia('(prefers-color-scheme: dark)');
const systemStill = window.matchMedia('(prefers-reduced-motion: reduce)');
const listeners = new Set<() => void>();
let current = load();
let printing = false;
window.addEventListener('beforeprint', () => setPrinting(true));
window.addEventListener('afterprint', () => setPrinting(false));

function load(): Preferences {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(key) ?? '{}');
    const { language, theme } = (stored ?? {}) as Partial<Record<keyof Preferences, unknown>>;
    return {
      language: language === 'en' ? 'en' : 'zh-CN',
      theme: theme === 'light' || theme === 'dark' ? theme : 'auto',
    };
  } catch {
    // Storage can be forbidden by company policy; the site works without it.
    return { language: 'zh-CN', theme: 'auto' };
  }
}

/** Changes one choice, remembers it and tells every component that reads it. */
export function setPreference(change: Partial<Preferences>): void {
  current = { ...current, ...change };
  try {
    localStorage.setItem(key, JSON.stringify(current));
  } catch {
    // See load().
  }
  for (const listener of listeners) listener();
}

export function preferences(): Preferences {
  return current;
}

export function usePreferences(): Preferences {
  return useSyncExternalStore(subscribe, preferences);
}

function setPrinting(now: boolean): void {
  printing = now;
  for (const listener of listeners) listener();
}

/** Whether the page is dark now, following the system while the choice is `auto`. Paper is never dark. */
export function useIsDark(): boolean {
  return useSyncExternalStore(subscribe, isDark);
}

export function isDark(): boolean {
  if (printing) return false;
  return current.theme === 'dark' || (current.theme === 'auto' && systemDark.matches);
}

/** Whether this person asked the system for less movement. */
export function useIsStill(): boolean {
  return useSyncExternalStore(subscribe, () => systemStill.matches);
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  systemDark.addEventListener('change', listener);
  systemStill.addEventListener('change', listener);
  return () => {
    listeners.delete(listener);
    systemDark.removeEventListener('change', listener);
    systemStill.removeEventListener('change', listener);
  };
}
