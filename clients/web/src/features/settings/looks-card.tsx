/** How things look; the density is this browser's own, for it goes with the screen. */
import type { ReactNode } from "react";

import { Select } from "../../ui/field";
import { type Density, THEME_NAMES, THEMES, usePreferences } from "../../ui/preferences";

const DENSITIES: readonly (readonly [Density, string])[] = [["comfortable", "Comfortable"], ["compact", "Compact"]];

export function LooksCard(): ReactNode {
  const { theme, setTheme, hidden, setHidden, density, setDensity } = usePreferences();
  return (
    <section className="card" aria-labelledby="looks">
      <div className="card-head">
        <h2 id="looks">Looks</h2>
      </div>
      <div className="block">
        <div className="fields">
          <Select label="Theme" value={theme} options={THEMES.map((name) => [name, THEME_NAMES[name]])} onChange={(value) => setTheme(THEMES.find((one) => one === value) ?? "system")} />
          <Select
            label="Rows of tables"
            value={density}
            options={DENSITIES}
            hint="In this browser only."
            onChange={(value) => setDensity(value === "compact" ? "compact" : "comfortable")}
          />
        </div>
        <label className="check">
          <input type="checkbox" checked={hidden} onChange={(event) => setHidden(event.target.checked)} />
          Hide amounts
          <span className="hint">Percentages, shares and prices stay. Amounts are hidden on all your devices, until you show them again.</span>
        </label>
      </div>
    </section>
  );
}
