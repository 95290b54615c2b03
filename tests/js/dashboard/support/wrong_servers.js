// Wrong servers, which a connection of the dashboard may reach by mistake.
import { createServer } from "node:http";

/**
 * A server on loopback with the same answer to every request. Preflights of any page pass, unless `open` is false.
 * @param {{ status?: number, headers?: Record<string, string>, body?: string, open?: boolean }} answer
 */
export async function answering({ status = 200, headers = {}, body = "", open = true }) {
  /** @type {string[]} */
  const methods = [];
  const server = createServer((request, response) => {
    methods.push(request.method ?? "");
    const cors = open ? { "access-control-allow-origin": request.headers.origin ?? "*", "access-control-allow-credentials": "true", "access-control-allow-headers": "content-type, authorization" } : {};
    if (request.method === "OPTIONS") response.writeHead(open ? 204 : 405, cors).end();
    else response.writeHead(status, { ...cors, ...headers }).end(body);
  });
  await new Promise((resolve) => { server.listen(0, "127.0.0.1", () => resolve(undefined)); });
  const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
  const close = () => new Promise((resolve) => { server.close(resolve); server.closeAllConnections(); });
  return { url: `http://127.0.0.1:${port}`, methods, close };
}

/** The address of a closed server. */
export async function silence() {
  const { url, close } = await answering({});
  await close();
  return url;
}
