// A client of a handler, for the tests of tencent-chat-recall/remote.
import { RemoteRecallClient } from "../../../../pkg/remote/index.js";
import { ACCOUNT, COOKIE, stage } from "../../handler/support/fixture.js";

/** @typedef {(url: string, init: RequestInit) => Promise<Response>} Fetch */

/**
 * A client and its handler, as for one page.
 * @param {Parameters<typeof stage>[0]} [options]
 * @param {{ emulated?: Parameters<typeof stage>[1], between?: (fetch: Fetch) => Fetch } & Partial<import("../../../../pkg/remote/index.js").RemoteOptions>} [more]
 */
export function page(options, { emulated, between = (fetch) => fetch, ...remote } = {}) {
  const staged = stage(options, emulated);
  /** @type {any[]} */
  const bodies = [];
  /** @type {Fetch} */
  const call = async (url, init) => {
    bodies.push(JSON.parse(String(init.body)));
    const request = new Request(new URL(url, "https://ops.example.com"), { ...init, headers: { ...init.headers, cookie: COOKIE } });
    return staged.handler(request);
  };
  const client = new RemoteRecallClient({ url: "/api/recall", fetch: between(call), ...remote });
  return { ...staged, bodies, client, recall: (/** @type {string[]} */ msgKeys, more = {}) => client.recall({ officialAccount: ACCOUNT, msgKeys, ...more }) };
}

/**
 * A client of a handler with these lines as answers. An answer that does not end with a report breaks off.
 * @param {object[][]} answers
 */
export function scripted(answers) {
  const left = [...answers];
  /** @type {any[]} */
  const bodies = [];
  const fetch = async (/** @type {string} */ _url, /** @type {RequestInit} */ { body }) => {
    bodies.push(JSON.parse(String(body)));
    return new Response(left.shift()?.map((line) => `${JSON.stringify(line)}\n`).join(""), { headers: { "content-type": "application/x-ndjson" } });
  };
  return { bodies, clientOf: (/** @type {number} */ keysPerRequest) => new RemoteRecallClient({ url: "/api/recall", fetch, keysPerRequest }) };
}

/** Makes a row. @param {string} msgKey @param {string} status @param {object} [more] */
export const row = (msgKey, status, more) => ({ msgKey, status, retryable: status === "unconfirmed", attempts: 1, ...more });
/** @param {object[]} results */
export const rows = (results) => ({ type: "results", results });
export const START = { type: "start", id: "1" };
export const REPORT = { type: "report", report: {} };
