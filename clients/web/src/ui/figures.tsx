/** Every figure on screen comes through here, so that hiding amounts, signs and unknown values are settled once. */
import { type Decimal, round, sign } from "@cryptotracker/core/decimal";
import { allDigits, HIDDEN, money, moneyParts, percent, price, quantity, signedMoney, UNKNOWN } from "@cryptotracker/core/money";
import type { ReactNode } from "react";

import { Icon } from "./icon";
import { Popover } from "./popover";
import { useView, type View } from "./view";

/** Two places of a hundredth. */
const SHARE_PLACES = 4;

/** A balance in the portfolio's currency. */
export function Money({ value }: { readonly value: Decimal | null }): ReactNode {
  return moneyText(value, useView());
}

export function moneyText(value: Decimal | null, view: View): string {
  if (value === null) return UNKNOWN;
  return view.hidden ? HIDDEN : money(value, view.style);
}

export interface GainProps {
  readonly value: Decimal | null;
  readonly low?: Decimal | null | undefined;
  readonly high?: Decimal | null | undefined;
  readonly arrow?: boolean;
}

export function gainText({ value, low, high }: GainProps, view: View): string {
  if (value !== null) return view.hidden ? HIDDEN : signedMoney(value, view.style);
  if (low == null || high == null) return UNKNOWN;
  if (view.hidden) return `${HIDDEN} to ${HIDDEN}`;
  return `${signedMoney(low, view.style)} to ${signedMoney(high, view.style)}`;
}

/** A gain with arrow, sign and colour; a range stays neutral; what nobody knows says so. */
export function Gain(props: GainProps): ReactNode {
  const view = useView();
  const text = gainText(props, view);
  if (props.value === null) return <span className="range">{text}</span>;
  return (
    <Direction sign={sign(props.value)} arrow={props.arrow ?? true}>
      {text}
    </Direction>
  );
}

export function Percent({ value, signed = true }: { readonly value: Decimal; readonly signed?: boolean }): ReactNode {
  return percent(value, useView().style.locale, signed);
}

/** A change as a share, with arrow and sign; one that rounds to nothing has neither. */
export function ShareChange({ value }: { readonly value: Decimal }): ReactNode {
  const { style } = useView();
  return <Direction sign={sign(round(value, SHARE_PLACES))}>{percent(value, style.locale)}</Direction>;
}

export function Direction(props: { readonly sign: -1 | 0 | 1; readonly arrow?: boolean; readonly children: ReactNode }): ReactNode {
  const name = ({ "-1": "down", "0": "flat", "1": "up" } as const)[props.sign];
  return (
    <span className={`delta ${name}`}>
      {props.arrow === false ? null : <Icon name={name} small />}
      <span className="vh">{name === "flat" ? "unchanged" : name} </span>
      {props.children}
    </span>
  );
}

export function Price({ value }: { readonly value: Decimal | null }): ReactNode {
  const { style } = useView();
  return value === null ? <span className="range">{UNKNOWN}</span> : price(value, style);
}

interface QuantityProps {
  readonly value: Decimal;
  readonly asset: string;
  /** Line the decimal points of a column up. */
  readonly aligned?: boolean;
  readonly most?: number;
}

/** A quantity, cut at eight places; the ellipsis opens all its digits. */
export function Quantity({ value, asset, aligned = false, most }: QuantityProps): ReactNode {
  const { hidden, style } = useView();
  if (hidden) return <span className="qty">{aligned ? <>{HIDDEN}<i /></> : HIDDEN}</span>;
  const { whole, fraction, full } = quantity(value, style.locale, most);
  const digits = full === null ? fraction : fraction.replace("…", "");
  const rest = full === null ? null : <FullQuantity full={full} asset={asset} raw={value} />;
  if (!aligned) return <span className="qty">{whole}<b>{digits}</b>{rest}</span>;
  return <span className="qty">{whole}<i>{digits}{rest}</i></span>;
}

export function quantityText(value: Decimal, asset: string, view: View): string {
  return `${view.hidden ? HIDDEN : allDigits(value, view.style.locale)} ${asset}`;
}

function FullQuantity(props: { readonly full: string; readonly asset: string; readonly raw: Decimal }): ReactNode {
  const copy = () => void navigator.clipboard.writeText(props.raw);
  return (
    <Popover label={`All digits: ${props.full} ${props.asset}`} className="cut" trigger="…">
      <span className="mono">{`${props.full} ${props.asset}`}</span>
      <button type="button" className="btn quiet" onClick={copy}>
        <Icon name="copy" small />
        Copy
      </button>
    </Popover>
  );
}

interface ExplainProps {
  /** The figure's name in the address, such as `gain:2026`. */
  readonly figure: string;
  /** What the figure is, for its accessible name. */
  readonly label: string;
  /** The figure in words; amounts already hidden when they must be. */
  readonly says: string;
  readonly children: ReactNode;
}

/** A figure that opens: a button which shows in the drawer why the figure is what it is. */
export function Explain({ figure, label, says, children }: ExplainProps): ReactNode {
  const { explain, explained } = useView();
  return (
    <button type="button" className="explain" aria-label={`${label}, ${says}, explain`} aria-expanded={explained === figure} onClick={() => explain(figure)}>
      {children}
    </button>
  );
}

/** The one large figure of a page: cents set apart. */
export function Hero({ value }: { readonly value: Decimal }): ReactNode {
  const { hidden, style } = useView();
  if (hidden) return HIDDEN;
  const { whole, cents, after } = moneyParts(value, style);
  return (
    <>
      {whole}
      <span className="cents">{cents}</span>
      {after}
    </>
  );
}
