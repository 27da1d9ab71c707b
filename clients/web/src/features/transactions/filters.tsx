/** Narrows the list; every choice is kept in the address. */
import { PERIODS } from "@cryptotracker/core/periods";
import { useAccounts, useHoldings } from "@cryptotracker/core/queries";
import { getRouteApi, Link } from "@tanstack/react-router";
import { type ReactNode, useEffect, useState } from "react";

import { Select, TextField } from "../../ui/field";
import { useView } from "../../ui/view";
import { TYPES } from "../../ui/words";
import { FILTERS, type TransactionSearch } from "./search";

const route = getRouteApi("/p/$portfolio/transactions");
const TYPING_MS = 300;
const WHEN = [["", "Any time"], ...PERIODS.map((one) => [one, one.replace("-", " ").replace(/^./, (letter) => letter.toUpperCase())] as const)] as const;

export function Filters(): ReactNode {
  const { portfolio } = useView();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const accounts = useAccounts(portfolio).data?.items ?? [];
  const symbols = useHoldings(portfolio).data?.assets.map((one) => one.asset) ?? [];
  const set = (change: TransactionSearch) =>
    void navigate({ search: (old) => ({ ...old, row: undefined, ...change }), replace: true });
  const filtered = FILTERS.some((name) => search[name] !== undefined);
  return (
    <form className="filters" role="search" aria-label="Filter transactions" onSubmit={(event) => event.preventDefault()}>
      <Typed label="Asset" value={search.asset ?? ""} onChange={(asset) => set({ asset: asLedger(asset.trim(), symbols) || undefined })} list={symbols} />
      <Select
        label="Account"
        value={search.account ?? ""}
        options={[["", "All accounts"], ...withCurrent(accounts.map((one) => one.name), search.account)]}
        onChange={(account) => set({ account: account || undefined })}
      />
      <Select
        label="Type"
        value={search.type ?? ""}
        options={[["", "All types"], ...Object.entries(TYPES)]}
        onChange={(type) => set({ type: type || undefined })}
      />
      <Select label="When" value={search.when ?? ""} options={WHEN} onChange={(value) => set({ when: PERIODS.find((one) => one === value) })} />
      <Typed label="Text" value={search.text ?? ""} onChange={(text) => set({ text: text || undefined })} placeholder="Note, transaction id, tag" />
      {filtered ? (
        <Link className="btn quiet" to="/p/$portfolio/transactions" params={{ portfolio }}>
          Clear filters
        </Link>
      ) : null}
    </form>
  );
}

interface TypedProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly placeholder?: string;
  readonly list?: readonly string[];
}

/** Waits until the typing pauses before the list is asked for anew. */
function Typed({ label, value, onChange, placeholder, list }: TypedProps): ReactNode {
  const [text, setText] = useState(value);
  const [settled, setSettled] = useState(value);
  if (settled !== value) {
    setSettled(value);
    if (text.trim().toLowerCase() !== value.toLowerCase()) setText(value);
  }
  useEffect(() => {
    if (text.trim().toLowerCase() === value.toLowerCase()) return;
    const timer = setTimeout(() => onChange(text), TYPING_MS);
    return () => clearTimeout(timer);
  });
  const id = `known-${label.toLowerCase()}`;
  return (
    <>
      <TextField label={label} value={text} onChange={setText} placeholder={placeholder} list={list === undefined ? undefined : id} autoComplete="off" />
      {list === undefined ? null : (
        <datalist id={id}>
          {list.map((one) => (
            <option key={one} value={one} />
          ))}
        </datalist>
      )}
    </>
  );
}

/** The ledger's own spelling of what was typed; an asset that is not held is taken to be written in capitals. */
function asLedger(typed: string, symbols: readonly string[]): string {
  return symbols.find((one) => one.toLowerCase() === typed.toLowerCase()) ?? typed.toUpperCase();
}

function withCurrent(names: readonly string[], current: string | undefined): readonly (readonly [string, string])[] {
  const all = current === undefined || names.includes(current) ? names : [...names, current];
  return all.map((name) => [name, name]);
}
