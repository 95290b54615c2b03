// Gets UserSigs from the caller's function: one call serves all waiting runs of a client.
import { detailed, readError } from "../errors/problems.js";
import { promiseTry } from "../errors/try_call.js";

/**
 * A pending call, whose result serves all waiting runs. When the last of them is aborted the call is dropped: it may never end, and the next
 * run makes its own.
 * @typedef {{ generation: number, value: Promise<unknown>, waiting: number }} Asked
 */

export class UserSigProvider {
  #core;
  #provider;
  /** @type {Asked | undefined} */
  #asked;

  /**
   * @param {{ generation(): number, keepUserSig(generation: number, value: unknown): void }} core
   * @param {any} provider the caller's function; never called when the client has a key or a UserSig
   */
  constructor(core, provider) {
    this.#core = core;
    this.#provider = provider;
  }

  /**
   * Asks for the UserSig that is needed now.
   * @returns {{ done: Promise<void>, leave: () => void }} `done` resolves when the core has it; rejects with a description of an error
   */
  ask() {
    const generation = this.#core.generation();
    const provider = this.#provider;
    if (this.#asked?.generation !== generation) {
      this.#asked = { generation, value: promiseTry(() => provider()), waiting: 0 };
    }
    const asked = this.#asked;
    asked.waiting += 1;
    let isWaiting = true;
    const leave = () => {
      if (isWaiting) asked.waiting -= 1;
      isWaiting = false;
      if (asked.waiting === 0) this.#forget(asked);
    };
    const done = asked.value.then(
      (value) => {
        // Dropped: the next run has made its own call.
        if (!isWaiting) return;
        leave();
        this.#forget(asked);
        keep(this.#core, generation, value);
      },
      (cause) => {
        leave();
        this.#forget(asked);
        return Promise.reject(detailed("ERR_USER_SIG_PROVIDER", "user-sig-failed", { cause }));
      },
    );
    return { done, leave };
  }

  /** @param {Asked} asked */
  #forget(asked) {
    if (this.#asked === asked) this.#asked = undefined;
  }
}

/**
 * @param {{ keepUserSig(generation: number, value: unknown): void }} core
 * @param {number} generation
 * @param {unknown} value
 */
function keep(core, generation, value) {
  try {
    core.keepUserSig(generation, value);
  } catch (thrown) {
    // What is no Error describes one.
    throw thrown instanceof Error ? thrown : readError(thrown);
  }
}
