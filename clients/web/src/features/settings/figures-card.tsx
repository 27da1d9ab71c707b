/** In which currency, by which clock and how figures are written; each choice is kept at once. */
import { useChangePreferences } from "@cryptotracker/core/preference-queries";
import type { KeptPreferences, PreferencesChange } from "@cryptotracker/core/preferences";
import { type ReactNode, useMemo } from "react";

import { Select } from "../../ui/field";
import { FormProblem } from "../../ui/form-problem";
import { DEVICE_ZONE } from "../../ui/preferences";
import { zones } from "../../ui/zones";
import { countries, currencies, including, locales, WEEK_STARTS } from "./choices";

export function FiguresCard({ kept }: { readonly kept: KeptPreferences }): ReactNode {
  const { mutate, error } = useChangePreferences();
  const [nations, monies, clocks] = useMemo(() => [countries(), currencies(), zones()], []);
  const formats = useMemo(() => locales(kept.base_currency), [kept.base_currency]);
  const set = (change: PreferencesChange) => mutate(change);
  const locale = kept.locale ?? "";
  const zone = kept.time_zone ?? "";
  return (
    <section className="card" aria-labelledby="figures">
      <div className="card-head">
        <h2 id="figures">Figures and dates</h2>
      </div>
      <div className="block">
        <div className="fields">
          <Select
            label="Base currency"
            value={kept.base_currency}
            options={including(monies, kept.base_currency)}
            hint="New portfolios are counted in it."
            onChange={(base_currency) => set({ base_currency })}
          />
          <Select label="Numbers are written as in" value={locale} options={including(formats, locale)} onChange={(next) => set({ locale: next || null })} />
          <Select
            label="Time zone"
            value={zone}
            options={including([["", `As the device: ${DEVICE_ZONE.replaceAll("_", " ")}`], ...clocks], zone)}
            hint="Of times in these settings, and of the days and years of new portfolios."
            onChange={(next) => set({ time_zone: next || null })}
          />
          <Select
            label="Weeks begin on"
            value={kept.week_start}
            options={WEEK_STARTS}
            hint="Where transactions of a week are listed."
            onChange={(next) => set({ week_start: WEEK_STARTS.find(([one]) => one === next)?.[0] ?? "mon" })}
          />
          <Select
            label="Country"
            value={kept.country ?? ""}
            options={including(nations, kept.country ?? "")}
            hint="Where you are taxed. No figure depends on it yet: tax rules of countries are still to come."
            onChange={(next) => set({ country: next || null })}
          />
        </div>
        <FormProblem error={error} />
      </div>
    </section>
  );
}
