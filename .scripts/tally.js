// Adds up the test counts that cargo and node print, for the last line of `npm test`.

const CARGO = /^test result: \w+\. (\d+) passed; (\d+) failed; (\d+) ignored;/;
const NODE = /^(?:ℹ|#) (pass|fail|cancelled|skipped|todo) (\d+)$/;

/** Counts tests in lines of output. */
export class Tally {
  passed = 0;
  failed = 0;
  skipped = 0;

  /** @param {string} line */
  read(line) {
    const cargo = CARGO.exec(line);
    if (cargo) {
      this.passed += Number(cargo[1]);
      this.failed += Number(cargo[2]);
      this.skipped += Number(cargo[3]);
    }
    const node = NODE.exec(line);
    if (!node) return;
    if (node[1] === "pass") this.passed += Number(node[2]);
    else if (node[1] === "fail" || node[1] === "cancelled") this.failed += Number(node[2]);
    else this.skipped += Number(node[2]);
  }

  /** The last line of a run. */
  toString() {
    const skipped = this.skipped > 0 ? `, ${this.skipped} skipped` : "";
    return `${this.passed} passed, ${this.failed} failed${skipped}`;
  }
}
