/** Lets in whoever is signed in, and sends others to the door, from where they come back to the same address. */
import { forget, useDoorway } from "@cryptotracker/core/people-queries";
import { useQueryClient } from "@tanstack/react-query";
import { Outlet, useMatches, useRouter } from "@tanstack/react-router";
import { type ReactNode, useEffect } from "react";

import { remember, remembered } from "../ui/preferences";
import { ErrorNote, Skeleton } from "../ui/states";
import { FreshFigures } from "./connection";
import { elsewhere, session } from "./session";
import { StepUp } from "./step-up";

export function Entrance(): ReactNode {
  const open = useMatches({ select: (matches) => matches.some(({ staticData }) => staticData.open === true) });
  return open ? <Outlet /> : <SignedIn />;
}

const MODE = "ct-door";

function SignedIn(): ReactNode {
  const doorway = useDoorway();
  const mode = doorway.data?.mode;
  useEffect(() => {
    if (mode !== undefined) remember(MODE, mode);
  }, [mode]);
  if (doorway.isError && doorway.data === undefined) {
    return (
      <main className="main alone">
        <h1>CryptoTracker</h1>
        <ErrorNote what="Nothing could be loaded" error={doorway.error} onRetry={() => void doorway.refetch()} />
      </main>
    );
  }
  // Where nobody had to sign in last time nobody waits for the answer: everything is asked for at once.
  if (doorway.data === undefined && remembered(MODE) !== "single") return <Skeleton rows={8} label="Loading" />;
  if (mode === "sign-in" && doorway.data?.user === null) return <ToTheDoor />;
  return (
    <>
      <FreshFigures />
      <StepUp />
      <Outlet />
    </>
  );
}

function ToTheDoor(): null {
  const router = useRouter();
  useEffect(() => {
    const { href } = router.state.location;
    void router.navigate({ to: "/sign-in", search: href === "/" ? {} : { to: href }, replace: true });
  }, [router]);
  return null;
}

/** Hears of the end of the session and of other tabs, on whatever screen. */
export function SessionEvents(): ReactNode {
  const client = useQueryClient();
  useEffect(() => {
    session.tells(() => forget(client));
    // Somebody else may be here now: nothing that was loaded before may stay.
    return elsewhere(() => location.reload());
  }, [client]);
  return null;
}
