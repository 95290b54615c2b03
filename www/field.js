// A field with its name, and what the library found wrong with the fields, for every form.
import * as library from "./pkg/index.js";
import { element } from "./element.js";

/** @param {string} name @param {HTMLElement} control @param {string} [hint] */
export const field = (name, control, hint) =>
  element("label", { class: "field" }, element("span", {}, name), control, hint && element("span", { class: "hint" }, hint));

/** Every problem an error names, each with its place. @param {unknown} error @returns {string[]} */
export function issuesOf(error) {
  if (!library.isRecallError(error) || error.issues.length === 0) return [error instanceof Error ? error.message : String(error)];
  return error.issues.map(({ path, message }) => (path ? `${path}: ${message}` : message));
}

/** A modal dialog that is removed when it closes. @param {string} id of its title @param {...import("./element.js").Children} children */
export function openDialog(id, ...children) {
  const dialog = element("dialog", { class: "wide", "aria-labelledby": id }, ...children);
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
  return dialog;
}
