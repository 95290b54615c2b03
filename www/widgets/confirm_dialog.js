// The confirmation dialog of a recall: its button is enabled once the number of messages has been typed.
import { element } from "../dom/element.js";
import { number, text } from "../languages/language.js";
import { facts } from "./plan_summary.js";

/**
 * @param {{ count: number, accounts: readonly string[], reason: string, live: boolean, where: string }} run
 * @returns {Promise<boolean>} whether the user confirmed
 */
export function confirmRecall({ count, accounts, reason, live, where }) {
  const go = element("button", { class: "danger", type: "submit", disabled: true }, text("confirmGo", { n: count }));
  const typed = element("input", {
    id: "typed", inputmode: "numeric", autocomplete: "off",
    oninput: () => { go.disabled = digits(typed.value) !== String(count); },
  });
  const cancel = element("button", { type: "button" }, text("cancel"));
  const form = element("form", { method: "dialog", novalidate: true },
    element("h2", { id: "confirm-title" }, text("confirmTitle", { n: count })),
    element("p", {}, accounts.length === 1 ? text("confirmText", { account: accounts[0] }) : text("confirmTextMany", { n: accounts.length })),
    element("p", { class: live ? "notice bad" : "notice" }, live ? text("confirmLive", { host: where }) : text("confirmPractice")),
    reason && facts([[text("reasonShown"), reason]]),
    element("label", { class: "field" }, element("span", {}, text("confirmType", { n: number(count) })), typed),
    element("div", { class: "foot" }, cancel, go));
  const dialog = element("dialog", { "aria-labelledby": "confirm-title" }, form);
  return new Promise((resolve) => {
    let agreed = false;
    cancel.addEventListener("click", () => dialog.close());
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      if (go.disabled) return;
      agreed = true;
      dialog.close();
    });
    dialog.addEventListener("close", () => { dialog.remove(); resolve(agreed); });
    document.body.append(dialog);
    dialog.showModal();
    typed.focus();
  });
}

/** Normalizes a typed number, which may have the separators with which it was shown. @param {string} typed */
const digits = (typed) => typed.normalize("NFKC").replace(/[\s.,'’\u00a0\u202f]/g, "");
