// Checks a connection with one harmless request, and describes the result in words.
import * as library from "../pkg/index.js";
import { text } from "../languages/language.js";

/** @typedef {(url: string, init?: any) => Promise<Response>} Fetch */

/**
 * @typedef {{ status?: number, type?: string, own?: boolean }} Answer
 *   what answered a request: empty if the page could read no answer; `own`: a refusal in the handler's form
 * @typedef {{ found: "trying" | "untried" | "reached" | "refused" | "met" | "closed" | "silent" | "blocked", answer?: Answer, error?: unknown }} Reach
 *   `closed`: a server answers there, but this page may not read it; `blocked`: this page's own policy forbids the call
 */

/** Milliseconds to wait for an answer. */
const PATIENCE = 10_000;
/** Used if no account is entered yet: a refusal of this account is an answer too. */
const NO_ACCOUNT = "@TOA#_connection_check";

/** A fetch that records what answered each request. @param {Fetch} fetch @param {(answer: Answer) => void} note @returns {Fetch} */
export function recordAnswers(fetch, note) {
  return async (url, init) => {
    try {
      const response = await fetch(url, init);
      note({ status: response.status, type: (response.headers.get("content-type") ?? "").split(";")[0].trim(), own: !response.ok && (await isRefusal(response)) });
      return response;
    } catch (error) {
      note({});
      throw error;
    }
  };
}

/** Whether it is a refusal of the handler, whose form is documented. @param {Response} response */
async function isRefusal(response) {
  if (!/json/.test(response.headers.get("content-type") ?? "")) return false;
  return isError((await response.clone().json().catch(() => undefined))?.error);
}

/** @param {any} error */
const isError = (error) => /^ERR_[A-Z_]+$/.test(error?.code);

/**
 * Asks a handler to stop a run that does not exist: it checks the user and does nothing else.
 * @param {Fetch} fetch records what answers @param {string} url @param {RequestInit} init with the user's token or cookies
 * @returns {Promise<Reach | undefined>} nothing where something else answered
 */
export async function checkHandler(fetch, url, init) {
  const headers = { ...init.headers, "content-type": "application/json", accept: "application/json" };
  const body = JSON.stringify({ action: "stop", id: "none" });
  const response = await fetch(url, { ...init, method: "POST", headers, body, redirect: "manual", signal: AbortSignal.timeout(PATIENCE) }).catch(() => undefined);
  const answer = await response?.json().catch(() => undefined);
  if (typeof answer?.stopping === "boolean") return { found: "reached" };
  return isError(answer?.error) ? { found: "refused", error: answer.error } : undefined;
}

/**
 * Reads the newest messages of an account, and drops them.
 * @param {Record<string, unknown>} options the options of a client whose fetch records what answers @param {string} account as entered
 * @returns {Promise<Reach | undefined>} nothing where something else answered
 */
export async function checkService(options, account) {
  const client = new library.RecallClient(/** @type {any} */ ({ ...options, retries: 0, timeout: PATIENCE }));
  try {
    await client.history(account.startsWith("@TOA#_") ? account : NO_ACCOUNT, { since: new Date() }).next();
    return { found: "reached" };
  } catch (error) {
    if (!library.isRecallError(error)) throw error;
    if (error.code === "ERR_OFFICIAL_ACCOUNT") return { found: "reached" };
    return error.apiCode === undefined ? undefined : { found: "refused", error };
  }
}

/** Determines what answers in place of the service or the handler. @param {Answer} answer @param {string} address @returns {Promise<Reach>} */
export async function checkReach(answer, address) {
  if (answer.status !== undefined) return { found: "met", answer };
  const forbidden = isForbidden(new URL(address).origin);
  // With no-cors, any page may send a request, but not read the answer.
  const isThere = await fetch(address, { method: "HEAD", mode: "no-cors", credentials: "omit", signal: AbortSignal.timeout(PATIENCE) }).then(() => true, () => false);
  if (isThere) return { found: "closed" };
  return { found: (await forbidden) ? "blocked" : "silent" };
}

/** Whether this page's policy forbids calls to an origin: browsers report that in an event, some of them after the failure. @param {string} origin @returns {Promise<boolean>} */
function isForbidden(origin) {
  const soon = AbortSignal.timeout(500);
  return new Promise((resolve) => {
    soon.addEventListener("abort", () => resolve(false));
    document.addEventListener("securitypolicyviolation", ({ blockedURI }) => { if (blockedURI.startsWith(origin)) resolve(true); }, { signal: soon });
  });
}

/** @param {string} kind of the connection @param {string} where @param {Reach} reach @returns {string} */
export function reachText(kind, where, { found, answer }) {
  const isHandler = kind === "handler";
  if (found === "trying") return text("reachTrying", { where });
  if (found === "untried") return text("reachUntried");
  if (found === "reached") return text(isHandler ? "reachHandler" : "reachService");
  if (found === "blocked") return text("reachBlocked", { where });
  if (found === "silent") return text("reachSilent", { where });
  if (found === "closed") return isHandler ? text("reachClosedHandler", { where, origin: location.origin }) : text("reachClosedService", { where });
  return answerText(kind, where, answer ?? {});
}

/** Describes what answered in place of the service or the handler. @param {string} kind of the connection @param {string} where @param {Answer} answer */
export function answerText(kind, where, { status, type = "" }) {
  const isHandler = kind === "handler";
  if (status === undefined) return text("reachLost", { where, origin: location.origin });
  if (status === 0 || (status >= 300 && status < 400)) return text("reachMoved", { where });
  if (isHandler && (status === 401 || status === 403)) return text("handlerRefused");
  const what = `HTTP ${status}${type && ` (${type})`}`;
  if (status >= 500) return text("reachFailing", { where, what });
  return text(isHandler ? "reachNotHandler" : "reachNotService", { where, what });
}
