// Codes and English sentences of the functions that work offline, with those that they share with runs.
import { OFFLINE } from "../../messages/en/offline.js";
import { RUN } from "../../messages/en/run.js";
import { merge } from "../../messages/templates/fill.js";

/** Made when it is needed, since an import must do nothing. */
export const offlineTexts = () => merge(RUN, OFFLINE);

/** @returns {import("../errors/problems.js").Catalog} */
export function offlineCatalog() {
  const texts = offlineTexts();
  return { texts, rows: Object.keys(texts.issues), words: Object.keys(texts.words) };
}
