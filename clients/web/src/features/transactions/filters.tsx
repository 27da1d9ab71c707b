/** Narrows the list; every choice is kept in the address. */
import { useAccounts, useHoldings } from "@cryptotracker/core/queries";
import { getRouteApi, Link } from "@tanstack/react-router";
import { type ReactNode, useEffect, useState } from "react";

import { Select, TextField } from "../../ui/field";
import { useView } from "../../ui/view";
import { TYPES } from "../../ui/words";
import { FILTERS, type TransactionSearch } from "./search";

const route = getRouteApi("/p/$portfolio/transactions");
const TYPING_MS = 300;

export function Filters(): ReactNode {
  const { portfolio } = useView();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const accounts = useAccounts(portfolio).data?.items ?? [];
  const held = useHoldings(portfolio).data?.assets ?? [];
  const set = (change: TransactionSearch) =>
    void navigate({ search: (old) => ({ ...old, row: undefined, ...change }), replace: true });
  const filtered = FILTERS.some((name) => search[name] !== undefined);
  return (
    <form className="filters" role="search" aria-label="Filter transactions" onSubmit={(event) => event.preventDefault()}>
      <Typed label="Asset" value={search.asset ?? ""} onChange={(asset) => set({ asset: asset.trim() || undefined })} list={held.map((one) => one.asset)} />
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
    setText(value);
  }
  useEffect(() => {
    if (text === value) return;
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

function withCurrent(names: readonly string[], current: string | undefined): readonly (readonly [string, string])[] {
  const all = current === undefined || names.includes(current) ? names : [...names, current];
  return all.map((name) => [name, name]);
}
