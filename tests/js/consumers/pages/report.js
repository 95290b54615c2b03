// Runs the conformance checks in a page, reports the results to the test, and opens the next page.
import { conform } from "./conformance.js";
import { next } from "./go.js";

/** @param {unknown} claims */
export async function tell(claims) {
  await fetch("/report", { method: "POST", body: JSON.stringify(claims) });
  await next();
}

/** @returns {Promise<any>} */
export const stage = async () => (await fetch("/stage")).json();

/** @param {any} api */
export async function check(api) {
  await tell(await conform(api, await stage()));
}
