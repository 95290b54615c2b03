// Guards one wasm instance: after a trap it is never entered again, and pending calls reject.
import { detailed, makeError } from "../errors/problems.js";

/** Those that free or stop: nobody expects an answer, and after the end there is nothing left to do. */
const SILENT = /free|_stop$|_close$/;

export class InstanceGuard {
  #isOver = false;
  /** @type {unknown} */
  #cause;
  /** @type {ReturnType<typeof makeError> | undefined} */
  #end;
  /** @type {Set<(error: unknown) => void>} */
  #waiting = new Set();

  /** Whether nothing is known about the memory of the instance any more. */
  get isOver() {
    return this.#isOver;
  }

  /**
   * Wraps a promise of the instance, which would stay pending after a trap.
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
   * Wraps the exports of the instance, so that nothing enters it after a trap: timers, promises and user objects still hold them, and corrupt
   * memory must not send requests.
   * @param {WebAssembly.Exports} exports
   * @returns {WebAssembly.Exports}
   */
  guard(exports) {
    const guarded = { ...exports };
    for (const [name, value] of Object.entries(exports)) {
      if (typeof value === "function") guarded[name] = this.#guarded(value, SILENT.test(name));
    }
    return guarded;
  }

  /**
   * @param {Function} run an export
   * @param {boolean} isSilent
   */
  #guarded(run, isSilent) {
    return (/** @type {unknown[]} */ ...values) => {
      if (!this.#isOver) {
        try {
          return run(...values);
        } catch (/** @type {any} */ thrown) {
          // wasm-bindgen throws a plain Error before it enters the core: the state is intact. Everything else, a full stack too, left the
          // core in the midst of its work. Nothing may be called before this is noted: with a full stack it would throw as well.
          if (thrown?.constructor === Error) throw thrown;
          this.#cause ??= thrown;
          this.#isOver = true;
        }
      }
      const end = this.#tell();
      if (!isSilent) throw end;
    };
  }

  /** Ends the waiting of all, of those too for whom the stack had no room before. */
  #tell() {
    this.#end ??= makeError(detailed("ERR_INTERNAL", "core-stopped", { cause: this.#cause }));
    for (const reject of this.#waiting) {
      reject(this.#end);
      this.#waiting.delete(reject);
    }
    return this.#end;
  }
}
