import type { Ask } from "@cryptotracker/core/api";
import type { Job } from "@cryptotracker/core/jobs";
import type { ImportReport } from "@cryptotracker/core/types";
import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, it } from "vitest";

import { csvOf } from "../src/features/imports/download";
import { ImportPage } from "../src/features/imports/import-page";
import { stage } from "./stage";

const PREVIEW: ImportReport = {
  import: null, file: "ledgers.csv", format: "kraken-ledgers", state: "preview", created_at: "2026-11-22T10:00:00Z",
  added: 1204, known: 3, needs_answer: 0, rejected_count: 1, questions: [],
  rejected: [{ line: 7, column: "amount", value: "12,5x", reason: "Not a number.", literal: null }],
  rows: [],
};

function server(preview: ImportReport): { readonly reply: (ask: Ask) => unknown; readonly sent: Record<string, unknown>[] } {
  const sent: Record<string, unknown>[] = [];
  const reply = ({ method, path, body }: Ask) => {
    if (method === "GET") return { items: [], next_cursor: null };
    if (path.endsWith("/undo")) return { ...preview, import: "i1", state: "undone" };
    const form = body instanceof FormData ? Object.fromEntries(body.entries()) : {};
    sent.push(form);
    return form["dry_run"] === "true" ? preview : { ...preview, import: "i1", state: "done" };
  };
  return { reply, sent };
}

async function choose(user: ReturnType<typeof userEvent.setup>): Promise<void> {
  await user.upload(screen.getByLabelText("Choose a file to import"), new File(["refid"], "ledgers.csv"));
}

describe("importing a file", () => {
  it("previews with four counts and writes nothing before the reader confirms", async () => {
    const user = userEvent.setup();
    const { reply, sent } = server(PREVIEW);
    stage(<ImportPage />, reply);

    await choose(user);

    expect(await screen.findByRole("tab", { name: "1,204 Added" })).toBeTruthy();
    expect(screen.getByRole("tab", { name: "3 Already here" })).toBeTruthy();
    expect(screen.getByRole("tab", { name: "0 Needs an answer" })).toBeTruthy();
    expect(screen.getByRole("tab", { name: "1 Errors" })).toBeTruthy();
    expect(sent.map((form) => form["dry_run"])).toEqual(["true"]);
  });

  it("adds on confirmation and offers to undo", async () => {
    const user = userEvent.setup();
    const { reply, sent } = server(PREVIEW);
    stage(<ImportPage />, reply);
    await choose(user);

    await user.click(await screen.findByRole("button", { name: "Add 1,204 rows" }));

    expect(await screen.findByText("Added 1,204 rows from ledgers.csv.")).toBeTruthy();
    expect(sent.map((form) => form["dry_run"])).toEqual(["true", "false"]);

    await user.click(screen.getByRole("button", { name: "Undo" }));

    expect(await screen.findByText("Took back ledgers.csv: 1,204 rows removed.")).toBeTruthy();
  });

  it("says in words why a row cannot be read", async () => {
    const user = userEvent.setup();
    stage(<ImportPage />, server(PREVIEW).reply);
    await choose(user);

    await user.click(await screen.findByRole("tab", { name: "1 Errors" }));

    expect(screen.getByRole("table", { name: "Rows with errors" }).textContent).toContain("7amount12,5xNot a number.");
  });

  it("asks for the time zone when the file has none, and previews anew with the answer", async () => {
    const user = userEvent.setup();
    const { reply, sent } = server({ ...PREVIEW, added: 0, needs_answer: 12, questions: ["time_zone"] });
    stage(<ImportPage />, reply);
    await choose(user);

    expect(await screen.findByRole("button", { name: "Nothing to add" })).toHaveProperty("disabled", true);
    await user.selectOptions(screen.getByRole("combobox", { name: "Time zone" }), "Europe/Paris");

    expect(sent.at(-1)).toMatchObject({ dry_run: "true", time_zone: "Europe/Paris" });
  });
});

describe("the file of errors", () => {
  it("quotes what needs it and disarms formulas", () => {
    const rows = [
      { line: 7, column: "amount", value: "=1+1", reason: 'Not a number, "=" is refused.', literal: null },
      { line: 8, column: "amount", value: "-5.5", reason: "Below zero.", literal: null },
    ];

    expect(csvOf(rows)).toBe('line,column,value,reason\r\n7,amount,\'=1+1,"Not a number, ""="" is refused."\r\n8,amount,-5.5,Below zero.\r\n');
  });

  it("has a large file read in the background, shows how far it is, and says when it is done", async () => {
    const user = userEvent.setup();
    const preview = server(PREVIEW).reply;
    let state: Job["state"] = "running";
    const job = (): Job => ({
      job: "j1", kind: "import", portfolio: null, state, file: "large.csv", cancel_requested: false, progress: { done: 500, total: 2000, text: "rows read" },
      result: state === "done" ? { import: "i1", added: 1204 } : null, problem: null, finished_at: state === "done" ? "2026-11-22T10:00:09Z" : null,
    });
    let started = false;
    stage(<ImportPage />, (ask) => {
      if (ask.path.startsWith("/jobs")) return { items: started ? [job()] : [], next_cursor: null };
      started ||= ask.headers["prefer"] === "respond-async";
      return started && ask.method === "POST" ? job() : preview(ask);
    });

    await user.upload(screen.getByLabelText("Choose a file to import"), new File(["x".repeat(3_000_000)], "large.csv"));
    await user.click(await screen.findByRole("button", { name: "Add 1,204 rows" }));

    const bar = await screen.findByRole("progressbar", { name: "Progress of large.csv" });
    expect(bar.getAttribute("value")).toBe("500");
    expect(screen.getByRole("button", { name: "Cancel import of large.csv" })).toBeTruthy();
    state = "done";
    expect(await screen.findByText("Added 1,204 rows from large.csv.", {}, { timeout: 5000 })).toBeTruthy();
  });

  it("cancels an import that is under way", async () => {
    const user = userEvent.setup();
    const asked: string[] = [];
    const running: Job = {
      job: "j1", kind: "import", portfolio: null, state: "running", file: "large.csv", cancel_requested: false, progress: { done: 1, total: null, text: "" },
      result: null, problem: null, finished_at: null,
    };
    stage(<ImportPage />, (ask) => {
      asked.push(`${ask.method} ${ask.path}`);
      const cancelled: Job = { ...running, state: "cancelled", finished_at: "2026-11-22T10:00:09Z" };
      const now = asked.includes("DELETE /jobs/j1") ? cancelled : running;
      return ask.path.startsWith("/jobs") ? { ...now, items: [now], next_cursor: null } : { items: [], next_cursor: null };
    });

    await user.click(await screen.findByRole("button", { name: "Cancel import of large.csv" }));

    expect(await screen.findByText("The import of large.csv was cancelled. Nothing was added.")).toBeTruthy();
  });
});
