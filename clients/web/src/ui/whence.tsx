/** A price that opens: a button which shows in a drawer who says so, when, and how far to rely on it. */
import type { Decimal } from "@cryptotracker/core/decimal";
import { price, UNKNOWN } from "@cryptotracker/core/money";
import { createContext, type ReactNode, useContext } from "react";

import { useView } from "./view";

export interface Whence {
  /** The asset whose price the drawer is about, or null. */
  readonly shown: string | null;
  readonly show: (asset: string | undefined) => void;
}

/** Null where there is no such drawer: a price is then just text. */
export const WhenceContext = createContext<Whence | null>(null);

interface WhencePriceProps {
  readonly asset: string;
  readonly value: Decimal | null;
}

export function WhencePrice({ asset, value }: WhencePriceProps): ReactNode {
  const { style } = useView();
  const whence = useContext(WhenceContext);
  const text = value === null ? UNKNOWN : price(value, style);
  if (whence === null) return value === null ? <span className="range">{text}</span> : text;
  return (
    <button type="button" className={value === null ? "explain range" : "explain"} aria-label={`Price of ${asset}, ${text}, where from`} aria-expanded={whence.shown === asset} onClick={() => whence.show(asset)}>
      {text}
    </button>
  );
}
