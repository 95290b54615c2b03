// A page's client over a handler, as the tests of tencent-chat-recall/remote need it.
import { RemoteRecallClient } from "../../../pkg/remote/index.js";
import { ACCOUNT, COOKIE, stage } from "../handler/stage.js";

/** @typedef {(url: string, init: RequestInit) => Promise<Response>} Fetch */

/**
 * A client over a handler, as one page would have it.
 * @param {Parameters<typeof stage>[0]} [options]
 * @param {{ emulated?: Parameters<typeof stage>[1], between?: (fetch: Fetch) => Fetch } & Partial<import("../../../pkg/remote/index.js").RemoteOptions>} [more]
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
