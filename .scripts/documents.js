// Makes the checkout's documents those of the package, which has other folders and not all of the files.
import { dirname, relative } from "node:path/posix";

/** What only somebody with the checkout can do. */
const OF_THE_CHECKOUT = /## Work on it\n[^]*\n(?=Not affiliated)/;
const LINK = /\[([^\]]+)\]\((?!https?:|#)([^)]+)\)/g;

/**
 * Links lead to where the package has the file; those to what it lacks become their words.
 * @param {string} path in the checkout
 * @param {string} text
 * @param {Map<string, string>} documents paths in the checkout by those in the package
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
