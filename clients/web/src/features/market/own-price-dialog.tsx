/** Says what an asset cost on a day or at an instant; what is wrong with it the server says. */
import { useStatePrice } from "@cryptotracker/core/own-price-queries";
import type { OwnPrice } from "@cryptotracker/core/own-prices";
import { Problem, reasonFor } from "@cryptotracker/core/problem";
import { type FormEvent, type ReactNode, useState } from "react";

import { Dialog } from "../../ui/dialog";
import { TextField } from "../../ui/field";
import { showWrong } from "../../ui/focus-wrong";
import { FormProblem } from "../../ui/form-problem";
import { useToast } from "../../ui/toast";
import { useView } from "../../ui/view";
import { joined, parts } from "./stated-at";

interface OwnPriceDialogProps {
  /** The one that is changed; absent, another one is stated. */
  readonly price?: OwnPrice;
  readonly asset?: string | undefined;
  readonly onClose: () => void;
}

const FIELDS = ["asset", "price", "currency", "at", "note"] as const;
const MISSING = { asset: "Say of which asset, as your transactions call it.", price: "Say what one unit cost.", currency: "Say in which currency.", at: "Say of which day." } as const;

export function OwnPriceDialog({ price, asset: wanted = "", onClose }: OwnPriceDialogProps): ReactNode {
  const { style } = useView();
  const save = useStatePrice(price?.id);
  const toast = useToast();
  const [asset, setAsset] = useState(price?.asset ?? wanted);
  const [amount, setAmount] = useState(price?.price ?? "");
  const [currency, setCurrency] = useState(price?.currency ?? style.currency);
  const [at, setAt] = useState(price === undefined ? { date: "", time: "" } : parts(price));
  const [note, setNote] = useState(price?.note ?? "");
  const [overrides, setOverrides] = useState(price?.overrides ?? false);
  const [tried, setTried] = useState(false);
  const said = { asset: asset.trim(), price: amount.trim(), currency: currency.trim().toUpperCase(), at: joined(at), note, overrides };
  const missing = (name: keyof typeof MISSING) => (said[name] === "" ? MISSING[name] : undefined);
  const wrong = (name: keyof typeof MISSING) => (tried ? missing(name) : undefined) ?? reasonFor(save.error, name);
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    showWrong(form, () => setTried(true));
    if ((Object.keys(MISSING) as (keyof typeof MISSING)[]).some((name) => missing(name) !== undefined)) return;
    save.mutate(said, {
      onSuccess: () => {
        onClose();
        toast(price === undefined ? `Stated: the price of ${said.asset}. Your figures follow.` : `Changed: the price of ${said.asset}. Your figures follow.`);
      },
      onError: () => setTimeout(() => showWrong(form, () => undefined)),
    });
  };
  const named = save.error instanceof Problem && FIELDS.some((name) => reasonFor(save.error, name) !== undefined);
  return (
    <Dialog title={price === undefined ? "State a price" : `Edit: a price of ${price.asset}`} onClose={onClose}>
      <form className="own-price" onSubmit={submit} noValidate>
        <TextField label="Asset" value={asset} onChange={setAsset} autoFocus={asset === ""} maxLength={100} autoComplete="off" error={wrong("asset")} />
        <div className="pair">
          <TextField label="Price of one" value={amount} onChange={setAmount} autoFocus={asset !== ""} inputMode="decimal" placeholder="12.5" maxLength={61} autoComplete="off" error={wrong("price")} />
          <TextField label="Currency" value={currency} onChange={setCurrency} maxLength={3} autoComplete="off" error={wrong("currency")} />
        </div>
        <div className="pair">
          <TextField label="Day" type="date" value={at.date} onChange={(date) => setAt({ ...at, date })} error={wrong("at")} />
          <TextField label="Time (UTC), optional" type="time" step="any" value={at.time} onChange={(time) => setAt({ ...at, time })} />
        </div>
        <TextField label="Note" value={note} onChange={setNote} maxLength={500} autoComplete="off" placeholder="As the contract says" error={reasonFor(save.error, "note")} />
        <label className="check">
          <input type="checkbox" checked={overrides} onChange={(event) => setOverrides(event.target.checked)} />
          It counts before the market’s
          <span className="hint">On its day only; unticked, it counts where the market has no price.</span>
        </label>
        {named ? null : <FormProblem error={save.error} />}
        <div className="actions">
          <button type="button" className="btn" onClick={onClose}>
            Cancel
          </button>
          <button type="submit" className="btn primary" disabled={save.isPending}>
            {price === undefined ? "State it" : "Save"}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
