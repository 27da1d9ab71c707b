/** Marks an asset as one that is followed. */
import type { Asset } from "@cryptotracker/core/types";
import { useStar, useStars } from "@cryptotracker/core/watching-queries";
import type { ReactNode } from "react";

import { Icon } from "../../ui/icon";

export function Star({ asset }: { readonly asset: Asset }): ReactNode {
  const stars = useStars().data?.items;
  const star = useStar();
  const starred = stars?.some(({ id }) => id === asset.id) ?? false;
  return (
    <button
      type="button"
      className="btn icon-only star"
      aria-pressed={starred}
      aria-label={`Star ${asset.name}`}
      title={starred ? "Starred" : "Star"}
      disabled={stars === undefined}
      onClick={() => star.mutate({ asset, starred: !starred })}
    >
      <Icon name="star" />
    </button>
  );
}
