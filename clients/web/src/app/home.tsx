/** Leads to the portfolio chosen last, or to making the first one. */
import { usePortfolios } from "@cryptotracker/core/queries";
import { Navigate, useNavigate } from "@tanstack/react-router";
import { type ReactNode, useState } from "react";

import { NewPortfolioDialog } from "../features/portfolios/new-portfolio-dialog";
import { remembered } from "../ui/preferences";
import { Empty, ErrorNote, Skeleton } from "../ui/states";
import { Shell } from "./shell";

export function Home(): ReactNode {
  const portfolios = usePortfolios();
  if (portfolios.isPending) return <Skeleton rows={6} label="Loading your portfolios" />;
  if (portfolios.isError) {
    return (
      <main className="main alone">
        <h1>Portfolios</h1>
        <ErrorNote what="Your portfolios could not be loaded" error={portfolios.error} onRetry={() => void portfolios.refetch()} />
      </main>
    );
  }
  const items = portfolios.data.items;
  const chosen = items.find((one) => one.id === remembered("ct-portfolio")) ?? items[0];
  if (chosen === undefined) return <First />;
  return <Navigate to="/p/$portfolio" params={{ portfolio: chosen.id }} replace />;
}

function First(): ReactNode {
  const [open, setOpen] = useState(false);
  const navigate = useNavigate();
  const button = (
    <button type="button" className="btn primary" onClick={() => setOpen(true)}>
      New portfolio
    </button>
  );
  return (
    <Shell portfolio={null}>
      <h1 className="vh">CryptoTracker</h1>
      <Empty action={button}>A portfolio holds your transactions and the figures that follow from them. Make the first one to begin.</Empty>
      {open ? (
        <NewPortfolioDialog onClose={() => setOpen(false)} onMade={(made) => void navigate({ to: "/p/$portfolio/import", params: { portfolio: made.id } })} />
      ) : null}
    </Shell>
  );
}
