import { flushSync } from "react-dom";

/** Tell what is wrong with a form, and go to the first field that is. */
export function showWrong(form: HTMLFormElement, tell: () => void): void {
  flushSync(tell);
  form.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
}
