// Codes and English sentences of the functions that work offline, including those that they share with runs.
import { OFFLINE } from "../../texts/en/offline.js";
import { RUN } from "../../texts/en/run.js";
import { merge } from "../../texts/templates/fill.js";

/** Created on first use: an import must have no side effects. */
export const offlineTexts = () => merge(RUN, OFFLINE);

/** @returns {import("../errors/problems.js").Catalog} */
export function offlineCatalog() {
  const texts = offlineTexts();
  return { texts, rows: Object.keys(texts.issues), words: Object.keys(texts.words) };
}
