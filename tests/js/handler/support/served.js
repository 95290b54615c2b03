// Serves a handler with the test's own Node server on a free port.
import { once } from "node:events";
import { toNodeListener } from "../../../../pkg/handler/index.js";
import { assertNothingUnhandled, stage } from "./fixture.js";

/** @typedef {import("node:http").RequestListener} Listener */

/**
 * @param {import("node:test").TestContext} t closes it at the end
 * @param {(listener: Listener) => any} make returns a server that does not listen yet
 * @param {Parameters<typeof stage>} options
 */
export async function servedBy(t, make, ...options) {
  assertNothingUnhandled(t);
  const staged = stage(...options);
  const server = make(/** @type {Listener} */ (/** @type {unknown} */ (toNodeListener(staged.handler))));
  /** Of HTTP/2. @type {Set<any>} */
  const sessions = new Set();
  server.on("session", (/** @type {any} */ session) => sessions.add(session));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  t.after(() => new Promise((resolve) => {
    server.close(() => resolve(undefined));
    server.closeAllConnections?.();
    for (const session of sessions) session.destroy();
  }));
  const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
  return { ...staged, server, port, origin: `http://127.0.0.1:${port}` };
}
