// A labelled form field, and a modal dialog.
import { element } from "./element.js";

/** @param {string} name @param {HTMLElement} control @param {string} [hint] */
export const field = (name, control, hint) =>
  element("label", { class: "field" }, element("span", {}, name), control, hint && element("span", { class: "hint" }, hint));

/** A modal dialog that is removed when it closes. @param {string} id the id of its title @param {...import("./element.js").Children} children */
export function openDialog(id, ...children) {
  const dialog = element("dialog", { class: "wide", "aria-labelledby": id }, ...children);
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
  return dialog;
}
