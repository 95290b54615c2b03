// Adds up the test counts that cargo and node print, with the skipped tests and the reasons, for the last lines of `npm test`.

const CARGO = /^test result: \w+\. (\d+) passed; (\d+) failed; (\d+) ignored;/;
const NODE = /^(?:ℹ|#) (pass|fail|cancelled|todo) (\d+)$/;
/** A skipped test or suite. Node's own count has only tests. */
const SKIP = /^\s*﹣ (.*) \([\d.]+ms\) # (.*)$/;
/** Maximum number of names in a line about skips. Intended skips of the quick run are not named. */
const SHOWN = 8;
const ON_PURPOSE = /: left to the full run$/;

/** Counts tests in lines of output. */
export class Tally {
  passed = 0;
  failed = 0;
  #ignored = 0;
  /** @type {Map<string, string[]>} reason and names */
  #skips = new Map();

  /** @param {string} line */
  read(line) {
    const cargo = CARGO.exec(line);
    if (cargo) {
      this.passed += Number(cargo[1]);
      this.failed += Number(cargo[2]);
      this.#ignored += Number(cargo[3]);
    }
    const skip = SKIP.exec(line);
    if (skip) this.skip(String(skip[1]), String(skip[2]));
    const node = NODE.exec(line);
    if (!node) return;
    if (node[1] === "pass") this.passed += Number(node[2]);
    else if (node[1] === "todo") this.#ignored += Number(node[2]);
    else this.failed += Number(node[2]);
  }

  /**
   * @param {string} name of a test, a group of tests, a file or a stage
   * @param {string} reason
   */
  skip(name, reason) {
    this.#skips.set(reason, [...(this.#skips.get(reason) ?? []), name]);
  }

  /** @returns {string[]} the reasons of skips, each once */
  get reasons() {
    return [...this.#skips.keys()];
  }

  /** The last lines of a run. */
  toString() {
    const skipped = [...this.#skips.values()].reduce((sum, names) => sum + names.length, this.#ignored);
    const lines = [...this.#skips].map(([reason, names]) => `\nskipped, ${reason} (${names.length})${shown(reason, names)}`);
    return `${this.passed} passed, ${this.failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}${lines.join("")}`;
  }
}

/**
 * @param {string} reason
 * @param {string[]} names
 */
function shown(reason, names) {
  if (ON_PURPOSE.test(reason)) return "";
  const more = names.length > SHOWN ? `, and ${names.length - SHOWN} more` : "";
  return `: ${names.slice(0, SHOWN).join(", ")}${more}`;
}
