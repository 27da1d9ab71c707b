/** Makes a file of something that may take several requests, and hands it over. */
import { type Door, useDoor } from "@cryptotracker/core/people-queries";
import { inWords } from "@cryptotracker/core/problem";
import { useMutation } from "@tanstack/react-query";
import type { ReactNode } from "react";

import { save } from "../../ui/csv";
import { Icon } from "../../ui/icon";
import { useToast } from "../../ui/toast";

interface DownloadProps {
  readonly name: string;
  readonly read: (door: Door) => Promise<string>;
}

export function DownloadButton({ name, read }: DownloadProps): ReactNode {
  const door = useDoor();
  const toast = useToast();
  const make = useMutation({ mutationFn: () => read(door), onSuccess: (text) => save(text, name), onError: (error) => toast(`${name} could not be made. ${inWords(error).detail}`) });
  return (
    <button type="button" className="btn" disabled={make.isPending} onClick={() => make.mutate()}>
      <Icon name="download" small />
      {make.isPending ? "Preparing…" : "Download as CSV"}
    </button>
  );
}
