/** What the reader chose for this browser: theme, hidden amounts, row density. */
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
export type Density = "comfortable" | "compact";

export interface Preferences {
  readonly theme: Theme;
  /** The theme on screen, after the system has been asked. */
  readonly shown: string;
  readonly hidden: boolean;
  readonly density: Density;
  /** How numbers are written: as chosen, else as the browser's language has it. */
  readonly locale: string;
  readonly setTheme: (theme: Theme) => void;
  readonly setHidden: (hidden: boolean) => void;
  readonly setDensity: (density: Density) => void;
  readonly setLocale: (locale: string | null) => void;
}

const PreferencesContext = createContext<Preferences | null>(null);

export function usePreferences(): Preferences {
  const preferences = useContext(PreferencesContext);
  if (preferences === null) throw new Error("usePreferences needs a PreferencesProvider above it");
  return preferences;
}

export function PreferencesProvider({ children }: { readonly children: ReactNode }): ReactNode {
  const [theme, setTheme] = useState<Theme>(() => THEMES.find((name) => name === remembered("ct-theme")) ?? "system");
  const [hidden, setHidden] = useState(() => remembered("ct-hidden") === "yes");
  const [density, setDensity] = useState<Density>(() => (remembered("ct-density") === "compact" ? "compact" : "comfortable"));
  const [locale, setLocale] = useState(() => remembered("ct-locale") || null);
  const [shown, setShown] = useState(() => resolve(theme));

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

  useEffect(() => remember("ct-hidden", hidden ? "yes" : "no"), [hidden]);

  useEffect(() => remember("ct-locale", locale ?? ""), [locale]);

  const value = useMemo(
    () => ({ theme, shown, hidden, density, locale: locale ?? navigator.language, setTheme, setHidden, setDensity, setLocale }),
    [theme, shown, hidden, density, locale],
  );
  return <PreferencesContext value={value}>{children}</PreferencesContext>;
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
