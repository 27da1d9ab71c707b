/** Lists of assets that one follows, in an order of one's own. */
import { count } from "@cryptotracker/core/money";
import { reasonFor } from "@cryptotracker/core/problem";
import type { WatchList } from "@cryptotracker/core/watching";
import { useAddToWatchList, useChangeWatchList, useMakeWatchList, useRemoveWatchList, useWatchLists } from "@cryptotracker/core/watching-queries";
import { getRouteApi, Link } from "@tanstack/react-router";
import { type FormEvent, type ReactNode, useState } from "react";

import { TextField } from "../../ui/field";
import { FormProblem } from "../../ui/form-problem";
import { Icon } from "../../ui/icon";
import { usePageTitle } from "../../ui/page-title";
import { Empty, ErrorNote, Skeleton } from "../../ui/states";
import { useToast } from "../../ui/toast";
import { useView } from "../../ui/view";
import "../dashboard/dashboard.css";
import "./market.css";
import { WatchedAssets } from "./watched-assets";

const route = getRouteApi("/watch-lists/");

export function WatchListsPage(): ReactNode {
  const { list: wanted } = route.useSearch();
  const navigate = route.useNavigate();
  const lists = useWatchLists();
  usePageTitle("Watch-lists");
  const items = lists.data?.items ?? [];
  const open = items.find((one) => one.id === wanted) ?? items[0];
  const show = (id: string | undefined) => void navigate({ search: (old) => ({ ...old, list: id }), replace: true, resetScroll: false });
  return (
    <div className="page watching">
      <div className="head">
        <div>
          <h1>Watch-lists</h1>
          <p>
            Assets you follow, in your own order. What has a star is <Link to="/market" search={{ list: "starred" }}>on the market page</Link>.
          </p>
        </div>
      </div>
      {lists.isPending ? (
        <section className="card">
          <Skeleton rows={6} label="Loading watch-lists" />
        </section>
      ) : lists.data === undefined ? (
        <ErrorNote what="Your watch-lists could not be loaded" error={lists.error} onRetry={() => void lists.refetch()} />
      ) : (
        <div className="grid watching-grid">
          <section className="card" aria-labelledby="lists">
            <div className="card-head">
              <h2 id="lists">Lists</h2>
            </div>
            {items.length === 0 ? null : (
              <ul className="list-names">
                {items.map((one) => (
                  <li key={one.id}>
                    <Link to="/watch-lists" search={(old) => ({ ...old, list: one.id })} aria-current={one.id === open?.id ? "true" : undefined} activeProps={{}} replace resetScroll={false}>
                      <span>{one.name}</span>
                      <Many list={one} />
                    </Link>
                  </li>
                ))}
              </ul>
            )}
            <NewList onMade={show} />
          </section>
          {open === undefined ? (
            <section className="card">
              <Empty>There is no watch-list yet. Name the first one, and put assets into it.</Empty>
            </section>
          ) : (
            <Open key={open.id} list={open} onGone={() => show(undefined)} />
          )}
        </div>
      )}
    </div>
  );
}

function Many({ list }: { readonly list: WatchList }): ReactNode {
  const { style } = useView();
  return (
    <span className="faint">
      {count(list.assets.length, style.locale)}
      <span className="vh"> {list.assets.length === 1 ? "asset" : "assets"}</span>
    </span>
  );
}

function NewList({ onMade }: { readonly onMade: (id: string) => void }): ReactNode {
  const [name, setName] = useState("");
  const make = useMakeWatchList();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (name.trim() === "") return;
    make.mutate(name.trim(), {
      onSuccess: (made) => {
        setName("");
        onMade(made.id);
      },
    });
  };
  return (
    <form className="one-line pad" onSubmit={submit}>
      <TextField label="New list" value={name} onChange={setName} maxLength={100} autoComplete="off" error={reasonFor(make.error, "name")} />
      <button type="submit" className="btn" disabled={make.isPending}>
        Make
      </button>
    </form>
  );
}

function Open({ list, onGone }: { readonly list: WatchList; readonly onGone: () => void }): ReactNode {
  return (
    <section className="card" aria-labelledby="open-list">
      <Head list={list} onGone={onGone} />
      {list.assets.length === 0 ? <Empty>This list is empty. Put an asset into it by its symbol.</Empty> : <WatchedAssets list={list} />}
      <Add list={list} />
    </section>
  );
}

function Head({ list, onGone }: { readonly list: WatchList; readonly onGone: () => void }): ReactNode {
  const [naming, setNaming] = useState(false);
  const remove = useRemoveWatchList();
  const make = useMakeWatchList();
  const change = useChangeWatchList();
  const toast = useToast();
  const back = () => make.mutate(list.name, { onSuccess: (made) => change.mutate({ list: made, change: { assets: list.assets } }) });
  const drop = () =>
    remove.mutate(list.id, {
      onSuccess: () => {
        toast(`The watch-list ${list.name} was removed.`, back);
        onGone();
      },
    });
  if (naming) return <Rename list={list} onDone={() => setNaming(false)} />;
  return (
    <div className="card-head wrap">
      <h2 id="open-list">{list.name}</h2>
      <div className="row wrap">
        <Link className="btn quiet slim" to="/market" search={{ list: list.id }}>
          <Icon name="market" small />
          In the market
        </Link>
        <button type="button" className="btn quiet slim" onClick={() => setNaming(true)}>
          <Icon name="pencil" small />
          Rename
        </button>
        <button type="button" className="btn quiet slim" disabled={remove.isPending} onClick={drop}>
          <Icon name="trash" small />
          Remove
        </button>
      </div>
      <FormProblem error={remove.error} />
    </div>
  );
}

function Rename({ list, onDone }: { readonly list: WatchList; readonly onDone: () => void }): ReactNode {
  const [name, setName] = useState(list.name);
  const change = useChangeWatchList();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (name.trim() !== "") change.mutate({ list, change: { name: name.trim() } }, { onSuccess: onDone });
  };
  return (
    <form className="one-line pad" onSubmit={submit} onKeyDown={(event) => (event.key === "Escape" ? onDone() : undefined)}>
      <h2 id="open-list" className="vh">
        {list.name}
      </h2>
      <TextField label="Name of the list" value={name} onChange={setName} maxLength={100} autoComplete="off" autoFocus error={reasonFor(change.error, "name")} />
      <button type="submit" className="btn" disabled={change.isPending}>
        Rename
      </button>
      <button type="button" className="btn quiet" onClick={onDone}>
        Cancel
      </button>
    </form>
  );
}

function Add({ list }: { readonly list: WatchList }): ReactNode {
  const [asset, setAsset] = useState("");
  const add = useAddToWatchList();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (asset.trim() !== "") add.mutate({ list: list.id, asset: asset.trim() }, { onSuccess: () => setAsset("") });
  };
  return (
    <form className="one-line pad" onSubmit={submit}>
      <TextField label="Add an asset" value={asset} onChange={setAsset} placeholder="Symbol, such as BTC" maxLength={100} autoComplete="off" error={add.error?.message} />
      <button type="submit" className="btn" disabled={add.isPending}>
        <Icon name="plus" small />
        Add
      </button>
    </form>
  );
}
