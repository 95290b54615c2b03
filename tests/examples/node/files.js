// Static files of some folders, for the Node example.
import { readFile, realpath } from "node:fs/promises";
import { extname, join, sep } from "node:path";

const TYPES = {
  ".html": "text/html; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".ico": "image/x-icon",
};

/**
 * @param {string} pathname
 * @param {Record<string, string>} folders by the path at which each is found, longest first
 * @returns {Promise<Response | undefined>} nothing when there is no such file, or none that may be shown
 */
export async function fileOf(pathname, folders) {
  try {
    const path = decodeURIComponent(pathname);
    const prefix = Object.keys(folders).find((candidate) => path.startsWith(candidate));
    const rest = path.slice(prefix.length);
    const folder = await realpath(folders[prefix]);
    const file = await realpath(join(folder, rest === "" || rest.endsWith("/") ? `${rest}index.html` : rest));
    const type = TYPES[extname(file)];
    // Whatever was written in the path, the file itself must lie inside.
    if (!type || !file.startsWith(folder + sep)) return undefined;
    return new Response(await readFile(file), { headers: { "content-type": type, "cache-control": "no-cache" } });
  } catch {
    return undefined;
  }
}
