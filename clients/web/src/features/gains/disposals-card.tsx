/** Every disposal; one opens to show which lots it used up. */
import { day } from "@cryptotracker/core/dates";
import { count } from "@cryptotracker/core/money";
import type { Disposal, Gains } from "@cryptotracker/core/types";
import { Fragment, type ReactNode } from "react";

import { Coin } from "../../ui/coin";
import { Explain, Gain, gainText, Money, Quantity } from "../../ui/figures";
import { Icon } from "../../ui/icon";
import { usePhone } from "../../ui/use-media";
import { useView } from "../../ui/view";
import { ofTransaction } from "../comments/abouts";
import { CommentCount } from "../comments/comment-button";
import { figureOf } from "./figure-of";
import { Matches } from "./matches";

interface DisposalsCardProps {
  readonly disposals: readonly Disposal[];
  readonly gains: Gains;
  readonly own: boolean;
  /** Which one shows its lots, by its key. */
  readonly open: string | undefined;
  readonly onOpen: (key: string | undefined) => void;
  readonly more: boolean;
  readonly loading: boolean;
  readonly onMore: () => void;
}

export function DisposalsCard({ disposals, gains, own, open, onOpen, more, loading, onMore }: DisposalsCardProps): ReactNode {
  const { style } = useView();
  const phone = usePhone();
  const all = gains.disposal_count ?? disposals.length;
  const entries = disposals.map((disposal) => {
    const key = keyOf(disposal);
    return { key, props: { disposal, open: key === open, own, onToggle: () => onOpen(key === open ? undefined : key) } };
  });
  return (
    <section className="card" aria-labelledby="disposals">
      <div className="card-head">
        <h2 id="disposals">Disposals</h2>
        <span className="small faint">{`${count(disposals.length, style.locale)} of ${count(all, style.locale)}, newest first`}</span>
      </div>
      {phone ? (
        <ul className="list">
          {entries.map(({ key, props }) => (
            <Item key={key} {...props} />
          ))}
        </ul>
      ) : (
        <div className="scroll-x" tabIndex={0} role="region" aria-label="Disposals, table">
          <table className="table gains" aria-labelledby="disposals">
            <thead>
              <tr>
                <th scope="col">Date</th>
                <th scope="col">Asset</th>
                <th scope="col" className="n q">Quantity</th>
                <th scope="col" className="n">Proceeds</th>
                <th scope="col" className="n">Cost</th>
                <th scope="col" className="n">Gain</th>
              </tr>
            </thead>
            <tbody>
              {entries.map(({ key, props }) => (
                <Fragment key={key}>
                  <DisposalRow {...props} />
                  {props.open ? (
                    <tr className="matches-row">
                      <td colSpan={6}>
                        <Matches disposal={props.disposal} own={own} />
                      </td>
                    </tr>
                  ) : null}
                </Fragment>
              ))}
            </tbody>
            <Foot gains={gains} />
          </table>
        </div>
      )}
      {more ? (
        <div className="more">
          <button type="button" className="btn" onClick={onMore} disabled={loading}>
            Show more disposals
          </button>
        </div>
      ) : null}
    </section>
  );
}

interface EntryProps {
  readonly disposal: Disposal;
  readonly open: boolean;
  readonly own: boolean;
  readonly onToggle: () => void;
}

function DisposalRow({ disposal, open, own, onToggle }: EntryProps): ReactNode {
  const { timeZone } = useView();
  return (
    <tr aria-selected={open}>
      <td className="nowrap">
        <Opener disposal={disposal} open={open} onToggle={onToggle}>
          {day(disposal.time, timeZone)}
        </Opener>
      </td>
      <td>
        <span className="asset">
          <Coin symbol={disposal.asset} />
          <span>
            <span className="strong">{disposal.asset}</span>
            <CommentCount about={ofTransaction(disposal.event)} />
            <span className="sub nowrap">{disposal.kind === "fee" ? `Fee, ${disposal.account}` : disposal.account}</span>
          </span>
        </span>
      </td>
      <td className="n">
        <Quantity value={disposal.quantity} asset={disposal.asset} aligned />
      </td>
      <td className="n">
        <Money value={disposal.proceeds} />
      </td>
      <td className="n">
        <Money value={disposal.cost_basis} />
      </td>
      <td className="n">
        <GainCell disposal={disposal} own={own} />
      </td>
    </tr>
  );
}

function Item({ disposal, open, own, onToggle }: EntryProps): ReactNode {
  const { timeZone } = useView();
  return (
    <li className="gain-item">
      <Coin symbol={disposal.asset} />
      <span>
        <Opener disposal={disposal} open={open} onToggle={onToggle}>
          <span className="strong">{disposal.asset}</span>
        </Opener>
        <span className="sub">{`${day(disposal.time, timeZone)}, ${disposal.account}`}</span>
      </span>
      <span className="r">
        <GainCell disposal={disposal} own={own} />
      </span>
      {open ? (
        <div className="wide">
          <Matches disposal={disposal} own={own} />
        </div>
      ) : null}
    </li>
  );
}

function Opener({ disposal, open, onToggle, children }: Pick<EntryProps, "disposal" | "open" | "onToggle"> & { readonly children: ReactNode }): ReactNode {
  const { timeZone } = useView();
  return (
    <button type="button" className="opener" aria-expanded={open} aria-label={`Lots of ${disposal.asset}, ${day(disposal.time, timeZone)}`} onClick={onToggle}>
      <Icon name={open ? "chevron-down" : "chevron-right"} small />
      {children}
    </button>
  );
}

function GainCell({ disposal, own }: { readonly disposal: Disposal; readonly own: boolean }): ReactNode {
  const view = useView();
  const gain = { value: disposal.gain, low: disposal.gain_low, high: disposal.gain_high };
  const figure = figureOf(disposal);
  return (
    <>
      {own ? (
        <Explain figure={figure} label={`Gain on ${disposal.asset}`} says={gainText(gain, view)}>
          <Gain {...gain} />
        </Explain>
      ) : (
        <Gain {...gain} />
      )}
      {disposal.basis === "unknown" ? <span className="sub">part of it has no cost</span> : null}
      {disposal.basis === "estimated" ? <span className="sub">estimated</span> : null}
    </>
  );
}

function Foot({ gains }: { readonly gains: Gains }): ReactNode {
  const { totals } = gains;
  return (
    <tfoot>
      <tr>
        <td colSpan={3}>Total</td>
        <td className="n">
          <span className="tt">
            <Money value={totals.proceeds} />
          </span>
        </td>
        <td className="n">
          <span className="tt">
            <Money value={totals.cost_basis} />
          </span>
        </td>
        <td className="n">
          <span className="tt">
            <Gain value={totals.gain} low={totals.gain_low} high={totals.gain_high} arrow={false} />
          </span>
        </td>
      </tr>
    </tfoot>
  );
}

function keyOf({ event, asset, kind }: Disposal): string {
  return `${event}:${asset}:${kind ?? "disposal"}`;
}
