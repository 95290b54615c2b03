// Decides the account of each message: the one that its own line names, else that of --account. A line that leaves it in doubt is refused.
import { keyOf } from "../../lib/vendor/msg_key.js";
import { Failure, harmless } from "../failures/failure.js";
import { sentence } from "../languages/sentence.js";

/** Most lines that are listed for each reason. */
const SHOWN = 5;
const MOST_OF_NAME = 200;

/** @typedef {import("../languages/sentence.js").Sentence} Sentence */

export class AccountCheck {
  #expected;
  #file = "";
  #others = new RefusedLines();
  #missing = new RefusedLines();
  /** Whether any line names an account. */
  #anyNamed = false;

  /** @param {string | undefined} expected the account of --account */
  constructor(expected) {
    this.#expected = expected;
  }

  /** The lines that follow are of this file. @param {string} file */
  begin(file) {
    this.#file = file;
  }

  /**
   * @param {{ seq: number, time: number, named: string | undefined, line: number }} found `named`: the account that the line names
   * @returns {string | undefined} undefined if the line is refused
   */
  accountOf({ seq, time, named, line }) {
    const account = named ?? this.#expected;
    this.#anyNamed ||= named !== undefined;
    const where = () => ({ file: harmless(this.#file, MOST_OF_NAME), line });
    if (account === undefined) this.#missing.add(() => sentence("noAccount", { ...where(), msgKey: keyOf(seq, time) }));
    else if (this.#expected !== undefined && named !== undefined && named !== this.#expected) {
      const expected = this.#expected;
      this.#others.add(() => sentence("otherAccount", { ...where(), found: harmless(named), expected: harmless(expected) }));
    } else return account;
    return undefined;
  }

  /** Refuses the input if any line was refused. */
  end() {
    const said = [
      ...this.#others.told(sentence("otherAccounts", { count: this.#others.count }), sentence("otherAccountAdvice")),
      ...this.#missing.told(sentence("noAccounts", { count: this.#missing.count }), sentence("noAccountAdvice", { others: this.#anyNamed })),
    ];
    if (said.length > 0) throw new Failure([...said, sentence("nothingSent")]);
  }
}

/** The number of lines that were refused for one reason, and the first of them. */
class RefusedLines {
  count = 0;
  /** @type {Sentence[]} */
  #first = [];

  /** @param {() => Sentence} say */
  add(say) {
    this.count += 1;
    if (this.#first.length < SHOWN) this.#first.push({ ...say(), isListed: true });
  }

  /** @param {Sentence} title @param {Sentence} advice @returns {Sentence[]} */
  told(title, advice) {
    if (this.count === 0) return [];
    const rest = this.count - this.#first.length;
    return [title, ...this.#first, ...(rest > 0 ? [{ ...sentence("moreRejected", { count: rest }), isListed: true }] : []), advice];
  }
}
