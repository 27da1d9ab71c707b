/** Prices of one's own as hooks; every figure may rest on one, so after a change all of them are asked for again. */
import { useInfiniteQuery, useMutation } from "@tanstack/react-query";

import type { OwnPriceChange } from "./own-prices";
import { useDoor } from "./people-queries";
import { useRefresh } from "./queries";

export function useOwnPrices(asset: string | undefined) {
  const { ownPrices } = useDoor();
  return useInfiniteQuery({
    queryKey: ["own-prices", asset ?? ""],
    queryFn: ({ signal, pageParam }) => ownPrices.list(asset, pageParam, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next_cursor ?? null,
  });
}

/** States a price or, of one that has an id, states it otherwise. */
export function useStatePrice(id: string | undefined) {
  const { ownPrices } = useDoor();
  const refresh = useRefresh();
  return useMutation({
    mutationFn: (said: OwnPriceChange) => (id === undefined ? ownPrices.state(said) : ownPrices.change(id, said)),
    onSuccess: refresh,
  });
}

export function useForgetPrice() {
  const { ownPrices } = useDoor();
  const refresh = useRefresh();
  return useMutation({ mutationFn: (id: string) => ownPrices.forget(id), onSuccess: refresh });
}
