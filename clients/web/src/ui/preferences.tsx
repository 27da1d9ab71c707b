/** What the reader chose: theme, hidden amounts, how things are written. What the server keeps goes before what this browser remembers. */
import type { KeptPreferences, PreferencesChange, WeekStart } from "@cryptotracker/core/preferences";
import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from "react";

export const THEMES = ["system", "light", "dark", "contrast-light", "contrast-dark"] as const;
export type Theme = (typeof THEMES)[number];
export const THEME_NAMES: Readonly<Record<Theme, string>> = {
  "system": "As the system",
  "light": "Light",
  "dark": "Dark",
  "contrast-light": "High contrast, light",
  "contrast-dark": "High contrast, dark",
};
export const DEVICE_ZONE = Intl.DateTimeFormat().resolvedOptions().timeZone;
export type Density = "comfortable" | "compact";

export interface Preferences {
  readonly theme: Theme;
  /** The theme on screen, after the system has been asked. */
  readonly shown: string;
  readonly hidden: boolean;
  readonly density: Density;
  /** How numbers are written: as chosen, else as the browser's language has it. */
  readonly locale: string;
  /** The clock of what is of no portfolio: the one chosen, else the device's. */
  readonly zone: string;
  readonly weekStart: WeekStart;
  readonly currency: string;
  readonly setTheme: (theme: Theme) => void;
  readonly setHidden: (hidden: boolean) => void;
  readonly setDensity: (density: Density) => void;
}

const PreferencesContext = createContext<Preferences | null>(null);

export function usePreferences(): Preferences {
  const preferences = useContext(PreferencesContext);
  if (preferences === null) throw new Error("usePreferences needs a PreferencesProvider above it");
  return preferences;
}

interface ProviderProps {
  /** What the server keeps; undefined while it has not said so, or nobody is in. */
  readonly kept?: KeptPreferences | undefined;
  /** Whether what this browser remembers may be somebody else's. */
  readonly unsure?: boolean;
  readonly keep?: (change: PreferencesChange) => void;
  readonly children: ReactNode;
}

export function PreferencesProvider({ kept, unsure = false, keep = () => undefined, children }: ProviderProps): ReactNode {
  const [chosen, setChosen] = useState<Theme>(() => themeOf(remembered("ct-theme")));
  const [covered, setCovered] = useState(() => remembered("ct-hidden") === "yes");
  const [density, setDensity] = useState<Density>(() => (remembered("ct-density") === "compact" ? "compact" : "comfortable"));
  const [written, setWritten] = useState(() => remembered("ct-locale") || null);
  const theme = kept === undefined ? chosen : themeOf(kept.theme);
  const hidden = kept?.hide_amounts ?? (unsure || covered);
  const locale = kept === undefined ? written : kept.locale;
  const [shown, setShown] = useState(() => resolve(theme));

  // What stays once nobody is in any more: whoever leaves keeps their colours.
  useEffect(() => {
    if (kept === undefined) return;
    setChosen(themeOf(kept.theme));
    setCovered(kept.hide_amounts);
    setWritten(kept.locale);
  }, [kept]);

  useEffect(() => {
    const queries = ["(prefers-color-scheme: dark)", "(prefers-contrast: more)"].map((query) => matchMedia(query));
    const apply = () => {
      document.documentElement.dataset["ctTheme"] = resolve(theme);
      setShown(resolve(theme));
    };
    apply();
    remember("ct-theme", theme);
    for (const query of queries) query.addEventListener("change", apply);
    return () => queries.forEach((query) => query.removeEventListener("change", apply));
  }, [theme]);

  useEffect(() => {
    document.documentElement.dataset["ctDensity"] = density;
    remember("ct-density", density);
  }, [density]);

  useEffect(() => {
    if (!unsure) remember("ct-hidden", hidden ? "yes" : "no");
  }, [hidden, unsure]);

  useEffect(() => remember("ct-locale", locale ?? ""), [locale]);

  const value = useMemo(
    () => ({
      theme,
      shown,
      hidden,
      density,
      locale: locale ?? navigator.language,
      zone: kept?.time_zone ?? DEVICE_ZONE,
      weekStart: kept?.week_start ?? "mon",
      currency: kept?.base_currency ?? "USD",
      setTheme: (next: Theme) => {
        setChosen(next);
        keep({ theme: next });
      },
      setHidden: (next: boolean) => {
        setCovered(next);
        keep({ hide_amounts: next });
      },
      setDensity,
    }),
    [theme, shown, hidden, density, locale, kept, keep],
  );
  return <PreferencesContext value={value}>{children}</PreferencesContext>;
}

function themeOf(name: string | null): Theme {
  return THEMES.find((one) => one === name) ?? "system";
}

function resolve(theme: Theme): string {
  if (theme !== "system") return theme;
  const contrast = matchMedia("(prefers-contrast: more)").matches ? "contrast-" : "";
  return `${contrast}${matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light"}`;
}

/** Storage may be refused by the browser; then the choice lasts for this page. */
export function remembered(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

export function remember(key: string, value: string): void {
  try {
    localStorage.setItem(key, value);
  } catch {
    return;
  }
}
