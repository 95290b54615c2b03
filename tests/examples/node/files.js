// Serves static files from given folders, for the Node.js example.
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
 * @param {Record<string, string>} folders URL path and folder of each, longest path first
 * @returns {Promise<Response | undefined>} undefined if there is no such file, or its type is not served
 */
export async function fileOf(pathname, folders) {
  try {
    const path = decodeURIComponent(pathname);
    const prefix = Object.keys(folders).find((candidate) => path.startsWith(candidate));
    const rest = path.slice(prefix.length);
    const folder = await realpath(folders[prefix]);
    const file = await realpath(join(folder, rest === "" || rest.endsWith("/") ? `${rest}index.html` : rest));
    const type = TYPES[extname(file)];
    // Whatever the path is, the file must be inside the folder.
    if (!type || !file.startsWith(folder + sep)) return undefined;
    return new Response(await readFile(file), { headers: { "content-type": type, "cache-control": "no-cache" } });
  } catch {
    return undefined;
  }
}
