// The form of an official account id where no module is loaded; src/vendor/official_account.rs decides, and a test holds this to it.
import { MAX_OFFICIAL_ACCOUNT_BYTES } from "../generated/facts.js";

const FORM = /^@TOA#_./s;

/**
 * What is wrong with the id of an official account: the code of an issue, with its parameters but for the quoted text.
 * @param {string} text
 * @returns {{ code: string, params?: Record<string, string | number>, isQuoted?: boolean } | undefined}
 */
export function accountProblem(text) {
  if (text === "") return { code: "empty", params: { expected: "official-account" } };
  if (!FORM.test(text)) return { code: "account-prefix", isQuoted: true };
  const bytes = new TextEncoder().encode(text).length;
  if (bytes > MAX_OFFICIAL_ACCOUNT_BYTES) return { code: "account-too-long", params: { bytes, max: MAX_OFFICIAL_ACCOUNT_BYTES } };
  return /^[\x20-\x7e]*$/.test(text) ? undefined : { code: "account-characters", isQuoted: true };
}
