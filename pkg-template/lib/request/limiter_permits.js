// Leave to send that the caller's limiter gives: asked for as far ahead as its answers take, so that a limiter behind a network does
// not make every request wait for one answer after the other. For drive.js and page.js.
import { settled } from "../errors/try_call.js";

/**
 * The caller's limiter, as it was when the client was made.
 * @typedef {{ owner: object, acquire: Function }} Limiter
 */

/**
 * Waits for one permit.
 * @param {Limiter} limiter
 * @param {AbortSignal} signal tells the limiter that nobody waits any more
 * @returns {Promise<unknown>} rejects with what describes an error
 */
export function acquire(limiter, signal) {
  const failed = (/** @type {unknown} */ cause) => Promise.reject({ code: "ERR_LIMITER", message: "the limiter failed; see cause", cause });
  return settled(() => limiter.acquire.call(limiter.owner, signal)).catch(failed);
}

/** The permits of one run. */
export class Permits {
  #limiter;
  /** @type {((failure?: any) => void) | undefined} */
  #tell;
  #held = 0;
  /** Milliseconds that the latest answer took. */
  #took = 0;
  /** @type {Set<AbortController>} */
  #asked = new Set();

  /**
   * @param {Limiter} limiter
   * @param {(failure?: any) => void} tell called when a permit has come, or with why none comes
   */
  constructor(limiter, tell) {
    this.#limiter = limiter;
    this.#tell = tell;
  }

  /**
   * Asks for the permits that will be needed while an answer is on its way.
   * @param {{ permits(took: number): number }} run
   * @returns {boolean} whether there was one to ask for
   */
  ask(run) {
    const wanted = run.permits(this.#took) - this.#held - this.#asked.size;
    for (let left = wanted; left > 0; left -= 1) this.#ask();
    return wanted > 0;
  }

  /** Takes a permit, if one is held. */
  take() {
    if (this.#held === 0) return false;
    this.#held -= 1;
    return true;
  }

  /** Tells the limiter that nobody waits any more. */
  withdraw() {
    // A limiter that never answers, whatever its signal says, must not keep the run for ever.
    this.#tell = undefined;
    // Cleared first: what listens is foreign code.
    const asked = [...this.#asked];
    this.#asked.clear();
    for (const controller of asked) controller.abort();
  }

  #ask() {
    const controller = new AbortController();
    this.#asked.add(controller);
    const begun = performance.now();
    acquire(this.#limiter, controller.signal).then(
      () => {
        this.#asked.delete(controller);
        this.#took = performance.now() - begun;
        this.#held += 1;
        this.#tell?.();
      },
      (failure) => {
        this.#asked.delete(controller);
        this.#tell?.(failure);
      },
    );
  }
}
