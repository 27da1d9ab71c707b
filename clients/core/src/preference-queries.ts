/** The reader's preferences and picture, as hooks. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";

import { useDoor, useDoorway } from "./people-queries";
import { changed, type KeptPreferences, type PreferencesChange } from "./preferences";

const PREFERENCES = ["preferences"];
const LASTING = Infinity;

/** What the server keeps of whoever is in; undefined while nobody is, or it has not answered. */
export function useKeptPreferences(): KeptPreferences | undefined {
  const { people } = useDoor();
  const doorway = useDoorway({ ask: false }).data;
  const inside = doorway !== undefined && (doorway.mode === "single" || doorway.user !== null);
  return useQuery({ queryKey: PREFERENCES, queryFn: ({ signal }) => people.preferences(signal), enabled: inside }).data;
}

/** Changes are seen at once, sent one after the other, and taken back when the server refuses. */
export function useChangePreferences() {
  const { people } = useDoor();
  const client = useQueryClient();
  return useMutation({
    mutationKey: PREFERENCES,
    scope: { id: "preferences" },
    mutationFn: (change: PreferencesChange) => people.changePreferences(change),
    onMutate: async (change) => {
      await client.cancelQueries({ queryKey: PREFERENCES });
      client.setQueryData<KeptPreferences>(PREFERENCES, (old) => old && changed(old, change));
    },
    onSuccess: (kept) => {
      // An answer to an earlier change knows nothing of a later one.
      if (client.isMutating({ mutationKey: PREFERENCES }) === 1) client.setQueryData<KeptPreferences>(PREFERENCES, kept);
    },
    onError: () => client.invalidateQueries({ queryKey: PREFERENCES }),
  });
}

/** The picture as the platform shows one; null without. */
export function useAvatar(): unknown {
  const { people } = useDoor();
  const tag = useKeptPreferences()?.avatar ?? null;
  const found = useQuery({ queryKey: ["avatar", tag], queryFn: ({ signal }) => people.avatar(signal), enabled: tag !== null, staleTime: LASTING });
  return tag === null ? null : (found.data ?? null);
}

/** Take another picture, or, of null, none. */
export function useChangeAvatar() {
  const { people } = useDoor();
  const client = useQueryClient();
  return useMutation({
    mutationFn: (picture: { readonly kind: string; readonly file: unknown } | null) =>
      picture === null ? people.removeAvatar() : people.sendAvatar(picture.kind, picture.file),
    onSuccess: () => client.invalidateQueries({ queryKey: PREFERENCES }),
  });
}
