/** Asks for the three things a portfolio needs: a name, a currency, a method. */
import { inWords, reasonFor } from "@cryptotracker/core/problem";
import { useCreatePortfolio } from "@cryptotracker/core/queries";
import type { Method, Portfolio } from "@cryptotracker/core/types";
import { type FormEvent, type ReactNode, useState } from "react";

import { Dialog } from "../../ui/dialog";
import { Select, TextField } from "../../ui/field";
import { usePreferences } from "../../ui/preferences";

const CURRENCIES = ["USD", "EUR", "GBP", "CHF", "JPY", "CAD", "AUD", "SEK", "NOK", "DKK", "PLN", "CZK", "INR", "BRL", "KRW", "SGD"] as const;
const METHODS: readonly (readonly [Method, string])[] = [
  ["fifo", "First in, first out (FIFO)"],
  ["lifo", "Last in, first out (LIFO)"],
  ["hifo", "Highest cost first (HIFO)"],
  ["lofo", "Lowest cost first (LOFO)"],
  ["average", "Average cost"],
];

interface NewPortfolioProps {
  readonly onClose: () => void;
  readonly onMade: (made: Portfolio) => void;
}

export function NewPortfolioDialog({ onClose, onMade }: NewPortfolioProps): ReactNode {
  const [name, setName] = useState("");
  const { currency: usual, zone } = usePreferences();
  const [chosen, setCurrency] = useState<string | null>(null);
  const currency = chosen ?? usual;
  const [method, setMethod] = useState<Method>("fifo");
  const [missing, setMissing] = useState(false);
  const create = useCreatePortfolio();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (name.trim() === "") return setMissing(true);
    create.mutate(
      { name: name.trim(), currency, method, time_zone: zone },
      {
        onSuccess: (made) => {
          onClose();
          onMade(made);
        },
      },
    );
  };
  const refused = reasonFor(create.error, "name");
  const nameError = missing && name.trim() === "" ? "Give the portfolio a name." : refused;
  return (
    <Dialog title="New portfolio" onClose={onClose}>
      <form onSubmit={submit} noValidate>
        <TextField label="Name" value={name} onChange={setName} error={nameError} autoFocus maxLength={100} autoComplete="off" />
        <Select label="Currency" value={currency} onChange={setCurrency} options={[...new Set([usual, ...CURRENCIES])].map((code) => [code, currencyLabel(code)])} />
        <Select label="Cost basis method" value={method} onChange={(value) => setMethod(METHODS.find(([one]) => one === value)?.[0] ?? "fifo")} options={METHODS} />
        {create.isError && refused === undefined ? <p className="small down" role="alert">{`${inWords(create.error).title}. ${inWords(create.error).detail}`}</p> : null}
        <div className="actions">
          <button type="button" className="btn" onClick={onClose}>
            Cancel
          </button>
          <button type="submit" className="btn primary" disabled={create.isPending}>
            Create portfolio
          </button>
        </div>
      </form>
    </Dialog>
  );
}

function currencyLabel(code: string): string {
  return `${code}, ${new Intl.DisplayNames("en", { type: "currency" }).of(code) ?? code}`;
}
