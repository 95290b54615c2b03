// Adapts the checkout's documents to the package, which has other folders and fewer files.
import { dirname, relative } from "node:path/posix";

/** The section for contributors, who have the checkout. */
const OF_THE_CHECKOUT = /## Work on it\n[^]*\n(?=Not affiliated)/;
const LINK = /\[([^\]]+)\]\((?!https?:|#)([^)]+)\)/g;

/**
 * Rewrites links to the paths of the package. A link to a file that the package lacks becomes plain text.
 * @param {string} path in the checkout
 * @param {string} text
 * @param {Map<string, string>} documents path in the package, path in the checkout
 */
export function packaged(path, text, documents) {
  if (!path.endsWith(".md")) return text;
  const names = new Map([...documents].map(([name, source]) => [source, name]));
  const here = dirname(names.get(path) ?? path);
  const plain = path === "README.md" ? text.replace(OF_THE_CHECKOUT, "") : text;
  return plain.replaceAll(LINK, (_, words, target) => {
    const file = relative("", `${dirname(path)}/${target}`);
    const name = names.get(file) ?? /^pkg-template\/(.*\.d\.ts)$/.exec(file)?.[1];
    return name === undefined ? `${words} (in the repository)` : `[${words}](${relative(here, name)})`;
  });
}
