/** Chooses the asset to compare with. */
import { useHoldings } from "@cryptotracker/core/queries";
import { type FormEvent, type ReactNode, useState } from "react";

import { Icon } from "../../ui/icon";
import { Popover } from "../../ui/popover";
import { TextField } from "../../ui/field";
import { useView } from "../../ui/view";

interface CompareProps {
  readonly asset: string;
  readonly vs: string | undefined;
  readonly onChange: (vs: string | undefined) => void;
}

const USUAL = ["BTC", "ETH", "SOL"];
const OFFERED = 6;

export function Compare({ asset, vs, onChange }: CompareProps): ReactNode {
  if (vs !== undefined) {
    return (
      <span className="study">
        <span className="btn quiet slim as-text">
          <i style={{ borderColor: "var(--ct-c3)" }} />
          Compared with {vs}
        </span>
        <button type="button" className="btn icon-only slim" aria-label={`Do not compare with ${vs}`} onClick={() => onChange(undefined)}>
          <Icon name="close" small />
        </button>
      </span>
    );
  }
  return (
    <Popover label="Compare with another asset" className="btn quiet slim" trigger={<><Icon name="chart" small />Compare</>}>
      <Choice asset={asset} onChange={onChange} />
    </Popover>
  );
}

function Choice({ asset, onChange }: Pick<CompareProps, "asset" | "onChange">): ReactNode {
  const { portfolio } = useView();
  const [text, setText] = useState("");
  const held = useHoldings(portfolio).data?.assets.map((one) => one.asset) ?? [];
  const offered = [...new Set([...USUAL, ...held])].filter((one) => one !== asset).slice(0, OFFERED);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (text.trim() !== "") onChange(text.trim().toUpperCase());
  };
  return (
    <form className="study-values" onSubmit={submit}>
      {offered.map((one) => (
        <button key={one} type="button" className="item" onClick={() => onChange(one)}>
          {one}
        </button>
      ))}
      <TextField label="Another symbol" value={text} onChange={setText} autoComplete="off" maxLength={40} />
      <button type="submit" className="btn">
        Compare
      </button>
    </form>
  );
}
