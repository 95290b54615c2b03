// A static file server on the loopback address, for `npm start` and for tests that open a page in a browser.
import { createReadStream, realpathSync, statSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join, sep } from "node:path";
import { ROOT } from "./command.js";

/** @type {Record<string, string>} */
const TYPES = {
  ".html": "text/html; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".ico": "image/x-icon",
  ".wasm": "application/wasm",
};

/**
 * Serves folders of the checkout on 127.0.0.1.
 * @param {Record<string, string>} folders URL path and folder of each, longest path first: `{ "/pkg/": "pkg", "/": "www" }`
 * @param {{ port?: number, headers?: Record<string, string> }} [options] port 0, the default, is any free port
 * @returns {Promise<{ url: string, close: () => Promise<void> }>} `url` ends with a slash; rejects when the port is taken
 */
export async function serve(folders, { port = 0, headers = {} } = {}) {
  const server = createServer((request, response) => {
    const file = ["GET", "HEAD"].includes(request.method ?? "") ? locate(folders, request.url ?? "/") : undefined;
    const type = file && TYPES[extname(file)];
    if (!file || !type) {
      response.writeHead(404, { "content-type": "text/plain" }).end("Not found\n");
      return;
    }
    response.writeHead(200, { "content-type": type, "cache-control": "no-store", ...headers });
    if (request.method === "HEAD") response.end();
    else createReadStream(file).on("error", () => response.destroy()).pipe(response);
  });
  await new Promise((resolve, reject) => {
    server.once("error", reject).listen(port, "127.0.0.1", () => resolve(undefined));
  });
  const address = /** @type {import("node:net").AddressInfo} */ (server.address());
  const close = () =>
    new Promise((resolve) => {
      server.close(() => resolve(undefined));
      server.closeAllConnections();
    });
  return { url: `http://127.0.0.1:${address.port}/`, close: /** @type {() => Promise<void>} */ (close) };
}

/**
 * Returns the file for a URL, if it is inside one of the folders and no part of its path is hidden.
 * @param {Record<string, string>} folders
 * @param {string} url
 * @returns {string | undefined}
 */
function locate(folders, url) {
  try {
    const path = decodeURIComponent(new URL(url, "http://127.0.0.1").pathname);
    const prefix = Object.keys(folders).find((candidate) => path.startsWith(candidate));
    if (prefix === undefined || /[\\\0]|\/\./.test(path)) return undefined;
    const folder = realpathSync(join(ROOT, folders[prefix]));
    const rest = path.slice(prefix.length);
    const file = realpathSync(join(folder, rest === "" || rest.endsWith("/") ? `${rest}index.html` : rest));
    return file.startsWith(folder + sep) && statSync(file).isFile() ? file : undefined;
  } catch {
    return undefined;
  }
}
