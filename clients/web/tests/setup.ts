/** What the browser has and the test's document lacks. */
import { cleanup, configure } from "@testing-library/react";
import { afterEach } from "vitest";

afterEach(cleanup);

// Screens are loaded when they are first opened, which takes its time on a busy machine.
configure({ asyncUtilTimeout: 10_000 });

window.scrollTo = () => undefined;

window.matchMedia = (query) => ({
  matches: false,
  media: query,
  onchange: null,
  addEventListener: () => undefined,
  removeEventListener: () => undefined,
  addListener: () => undefined,
  removeListener: () => undefined,
  dispatchEvent: () => false,
});

// What a modal dialog keeps out is a matter of looks, which the test's document has none of.
HTMLDialogElement.prototype.showModal = function showModal(): void {
  this.open = true;
};
HTMLDialogElement.prototype.close = function close(): void {
  this.open = false;
};
