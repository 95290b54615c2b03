// Reads official accounts one by one from any iterable, and closes it when it is left early.
import { detailed, makeError } from "../errors/problems.js";
import { promiseTry, tryCall } from "../errors/try_call.js";
import { findTexts } from "./find_texts.js";

export class AccountSource {
  #source;
  /** @type {Iterator<unknown> | AsyncIterator<unknown> | undefined} */
  #iterator;
  #isOver = false;

  /** @param {any} source an iterable or async iterable */
  constructor(source) {
    this.#source = source;
  }

  /**
   * The next account; a promise if the source is asynchronous.
   * @returns {any} the step of the iterator
   */
  next() {
    try {
      this.#iterator ??= (this.#source[Symbol.asyncIterator] ?? this.#source[Symbol.iterator]).call(this.#source);
      const step = /** @type {any} */ (this.#iterator).next();
      if (typeof step?.then !== "function") return this.#note(step);
      return promiseTry(() => step).then((one) => this.#note(one)).catch((thrown) => this.#fail(thrown));
    } catch (thrown) {
      return this.#fail(thrown);
    }
  }

  /** Closes a source that was not read to its end, and ignores what it throws. */
  close() {
    const left = this.#isOver ? undefined : this.#iterator;
    this.#isOver = true;
    promiseTry(() => tryCall(() => left?.return?.())).catch(() => {});
  }

  /** @param {any} step */
  #note(step) {
    const { done, value } = step;
    if (done) this.#isOver = true;
    return { done, value };
  }

  /** @param {unknown} cause @returns {never} */
  #fail(cause) {
    this.#isOver = true;
    throw makeError(detailed("ERR_INPUT_SOURCE", "accounts-failed", { cause }), findTexts());
  }
}
