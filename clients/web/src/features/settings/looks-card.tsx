/** What can be chosen without being anybody: how this browser shows things. */
import { useMemo, type ReactNode } from "react";

import { Select } from "../../ui/field";
import { type Density, remembered, THEME_NAMES, THEMES, usePreferences } from "../../ui/preferences";
import { including, locales } from "./choices";

const DENSITIES: readonly (readonly [Density, string])[] = [["comfortable", "Comfortable"], ["compact", "Compact"]];

export function LooksCard(): ReactNode {
  const { theme, setTheme, hidden, setHidden, density, setDensity, setLocale } = usePreferences();
  const chosen = remembered("ct-locale") ?? "";
  const formats = useMemo(() => locales("USD"), []);
  return (
    <section className="card" aria-labelledby="looks">
      <div className="card-head">
        <h2 id="looks">This browser</h2>
      </div>
      <div className="block">
        <div className="fields">
          <Select label="Theme" value={theme} options={THEMES.map((name) => [name, THEME_NAMES[name]])} onChange={(value) => setTheme(THEMES.find((one) => one === value) ?? "system")} />
          <Select label="Rows of tables" value={density} options={DENSITIES} onChange={(value) => setDensity(value === "compact" ? "compact" : "comfortable")} />
          <Select label="Numbers are written as in" value={chosen} options={including(formats, chosen)} onChange={(locale) => setLocale(locale || null)} />
        </div>
        <label className="check">
          <input type="checkbox" checked={hidden} onChange={(event) => setHidden(event.target.checked)} />
          Hide amounts
          <span className="hint">Percentages, shares and prices stay.</span>
        </label>
      </div>
    </section>
  );
}
