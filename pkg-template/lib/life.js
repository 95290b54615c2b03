// The life of one instance of the core: once it has trapped nothing enters it again, and whoever waits for it is told. For lib/core.js.
import { RecallError } from "./error.js";

const OVER =
  "the compiled core has stopped working, and with it every run under way: what they had not reported may or may not be recalled. " +
  "Recall it again, through a new client if you have one; and please report this, see cause";

/** Those that free, stop or call back: nobody expects an answer, and after the end there is nothing left to do. */
const SILENT = /invoke|free|destroy|_stop$|_close$/;
/** Those of objects that outlive the instance. */
const OF_OBJECTS = /^core(client|stream)_/;

export class Life {
  /** @type {RecallError | undefined} */
  #end;
  /** @type {Set<(error: unknown) => void>} */
  #waiting = new Set();
  #ended;

  /** @param {() => void} ended called once, at its end */
  constructor(ended) {
    this.#ended = ended;
  }

  /**
   * Ends it: nothing is known about the memory of the instance any more.
   * @param {unknown} cause
   */
  over(cause) {
    if (this.#end) return;
    this.#end = new RecallError({ code: "ERR_INTERNAL", message: OVER, cause });
    this.#ended();
    for (const reject of this.#waiting) reject(this.#end);
    this.#waiting.clear();
  }

  /**
   * A promise of the instance, which nobody would settle after its end.
   * @template T
   * @param {Promise<T>} promise
   * @returns {Promise<T>}
   */
  watch(promise) {
    return new Promise((resolve, reject) => {
      this.#waiting.add(reject);
      promise.then(resolve, reject).finally(() => this.#waiting.delete(reject));
    });
  }

  /**
   * Exports of the instance, those that timers, promises and objects of users hold being closed at its end: with one answer more,
   * memory that nobody can vouch for would send requests.
   * @param {WebAssembly.Exports} exports
   * @returns {WebAssembly.Exports}
   */
  guard(exports) {
    const guarded = { ...exports };
    for (const [name, value] of Object.entries(exports)) {
      const isSilent = SILENT.test(name);
      if (isSilent || OF_OBJECTS.test(name)) guarded[name] = this.#guarded(/** @type {Function} */ (value), isSilent);
    }
    return guarded;
  }

  /**
   * @param {Function} run an export
   * @param {boolean} isSilent
   */
  #guarded(run, isSilent) {
    return (/** @type {unknown[]} */ ...values) => {
      if (!this.#end) {
        try {
          return run(...values);
        } catch (/** @type {any} */ thrown) {
          // A plain Error is what wasm-bindgen throws by itself, for a callback that is called too late: the state is whole.
          if (thrown?.constructor === Error) throw thrown;
          this.over(thrown);
        }
      }
      if (!isSilent) throw this.#end;
      // Some of them answer with an error, or none.
      return [];
    };
  }
}
