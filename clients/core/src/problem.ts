/** What went wrong with a request, in words a screen can show. */

export interface ProblemField {
  readonly pointer: string;
  readonly reason: string;
}

export class Problem extends Error {
  readonly status: number;
  readonly type: string;
  readonly title: string;
  readonly fields: readonly ProblemField[];

  constructor(status: number, type: string, title: string, detail: string, fields: readonly ProblemField[]) {
    super(detail);
    this.name = "Problem";
    this.status = status;
    this.type = type;
    this.title = title;
    this.fields = fields;
  }

  /** Whether asking again may help: the server was out of reach or in trouble. */
  get passing(): boolean {
    return this.status === 0 || this.status >= 500;
  }

  /** Whether nobody knows if the request was done: its answer did not come, or has yet to. */
  get unsettled(): boolean {
    return this.status === 0 || this.status >= 502 || this.type === "/problems/idempotency-key-busy";
  }
}

/** The server's problem document as an error; any other answer becomes one that names its status. */
export function problemFrom(status: number, body: unknown): Problem {
  if (!isRecord(body)) {
    return new Problem(status, "about:blank", "The server's answer could not be read", `The server answered ${status}.`, []);
  }
  const title = text(body["title"]) ?? "The server refused";
  const fields = Array.isArray(body["errors"]) ? body["errors"].filter(isField) : [];
  return new Problem(status, text(body["type"]) ?? "about:blank", title, text(body["detail"]) ?? title, fields);
}

/** The error of a request that never reached the server. */
export function unreachable(): Problem {
  const detail = "Nothing was changed. Check that the server runs and that you are connected.";
  return new Problem(0, "/problems/unreachable", "The server could not be reached", detail, []);
}

/** Title and sentence for any error a screen may catch. */
export function inWords(error: unknown): { readonly title: string; readonly detail: string } {
  if (!(error instanceof Problem)) return { title: "This could not be shown", detail: "The answer had an unexpected shape." };
  const reasons = error.fields.map((field) => field.reason).join(" ");
  return { title: error.title, detail: reasons === "" ? error.message : reasons };
}

/** What is wrong with one field of a form, if the server says so. */
export function reasonFor(error: unknown, field: string): string | undefined {
  if (!(error instanceof Problem)) return undefined;
  const found = error.fields.find(({ pointer }) => pointer.endsWith(field));
  return found && sentence(found.reason);
}

/** The server gives reasons as parts of a sentence. */
function sentence(reason: string): string {
  const whole = reason.replace(/^./, (letter) => letter.toUpperCase());
  return /[.!?]$/.test(whole) ? whole : `${whole}.`;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}

function isField(value: unknown): value is ProblemField {
  return isRecord(value) && typeof value["pointer"] === "string" && typeof value["reason"] === "string";
}

function text(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}
