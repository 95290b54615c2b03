// Selects the test files of a run by what they need in addition to Node.js and the built package.
import { existsSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "./command.js";
import { filesUnder } from "./digest.js";
import { lacks } from "./needs.js";

/**
 * The first matching path prefix counts. Inside a file, single tests declare their needs with the option `skip`.
 * @type {[path: string, ...needs: import("./needs.js").Need[]][]}
 */
const NEEDS = [
  ["tests/js/consumers/", "consumers"],
  ["tests/js/examples/worker.test.js", "consumers"],
  ["tests/js/dashboard/without_browser/"],
  ["tests/js/dashboard/worker_example.test.js", "browsers", "consumers"],
  ["tests/js/dashboard/", "browsers"],
  ["tests/js/examples/node.test.js", "time"],
  ["tests/js/cli/credentials_file.test.js", "time"],
  ["tests/js/cli/keys/chunked_reading.test.js", "time"],
  ["tests/js/cli/recall/kill.test.js", "time"],
  ["tests/js/cli/recall/summary.test.js", "time"],
  ["tests/js/cli/screen/terminal_session.test.js", "time"],
  ["tests/js/cli/secrets.test.js", "time"],
  ["tests/js/cli/untrusted_text.test.js", "time"],
  ["tests/js/handler/http_edge_cases.test.js", "time"],
  ["tests/js/library/error_logging.test.js", "time"],
  ["tests/js/store/node_sqlite.test.js", "consumers"],
  ["tests/js/webhook/interrupted_store.test.js", "time"],
  ["tests/js/webhook/kill.test.js", "time"],
  ["tests/js/webhook/runtimes.test.js", "consumers"],
  ["tests/js/webhook/volume.test.js", "time"],
];

/**
 * @param {string[]} words files and folders of the command line; all if there are none
 * @returns {{ files: string[], skipped: [file: string, reason: string][] }}
 */
export function testFiles(words) {
  const wanted = words.length > 0 ? words : ["tests/js"];
  const all = wanted.flatMap((word) => (existsSync(join(ROOT, word)) ? filesUnder([word.replace(/\/$/, "")]).filter(isTest) : [word]));
  const checked = all.map((file) => ({ file, reason: lacks(...needsOf(file)) }));
  return {
    files: checked.filter(({ reason }) => !reason).map(({ file }) => file),
    skipped: checked.flatMap(({ file, reason }) => (reason ? [[file, reason]] : [])),
  };
}

/** @param {string} file */
const isTest = (file) => file.endsWith(".test.js");

/** @param {string} file */
function needsOf(file) {
  const [, ...needs] = NEEDS.find(([path]) => file.startsWith(path)) ?? [""];
  return needs;
}
