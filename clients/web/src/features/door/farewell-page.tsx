/** What whoever has left sees last: their account is shut, and when it is gone. */
import { day } from "@cryptotracker/core/dates";
import { getRouteApi, Link } from "@tanstack/react-router";
import type { ReactNode } from "react";

import { usePreferences } from "../../ui/preferences";
import { DoorFrame } from "./door-frame";

const route = getRouteApi("/farewell");

export function FarewellPage(): ReactNode {
  const { until } = route.useSearch();
  const { zone } = usePreferences();
  const when = until === undefined ? "in seven days" : `on ${day(until, zone)}`;
  const lead = (
    <>
      You are signed out everywhere. The account and all that is in it is deleted {when}. Until then whoever runs this place can open it again, if you ask them. A letter to you says the same.
    </>
  );
  return <DoorFrame title="Your account is shut" announced lead={lead} below={<Link to="/sign-in">Sign in with another account</Link>} />;
}
