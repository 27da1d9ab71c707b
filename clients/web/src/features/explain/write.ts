/** Writes a value in its own unit: money of a currency, or a quantity of an asset. */
import type { Decimal } from "@cryptotracker/core/decimal";
import { allDigits, HIDDEN, money, quantity, signedMoney } from "@cryptotracker/core/money";

import { useView } from "../../ui/view";

export interface Write {
  readonly plain: (value: Decimal, unit: string) => string;
  readonly signed: (value: Decimal, unit: string) => string;
  readonly full: (value: Decimal, unit: string) => string;
}

export function useWrite(): Write {
  const { hidden, style } = useView();
  const { locale } = style;
  const inMoney = (unit: string) => unit === style.currency;
  return {
    plain: (value, unit) => {
      if (hidden) return HIDDEN;
      if (inMoney(unit)) return money(value, style);
      const { whole, fraction } = quantity(value, locale);
      return `${whole}${fraction} ${unit}`;
    },
    signed: (value, unit) => {
      if (hidden) return HIDDEN;
      return inMoney(unit) ? signedMoney(value, style) : `${allDigits(value, locale)} ${unit}`;
    },
    full: (value, unit) => (hidden ? HIDDEN : `${allDigits(value, locale)} ${unit}`),
  };
}
