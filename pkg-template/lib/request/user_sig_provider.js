// UserSigs that a function of the caller's gives: asked for once for all runs of a client that wait, and handed to the core.
import { settled } from "../errors/try_call.js";

/**
 * A call that is under way. Its result is for all that wait; when the last one leaves, having been stopped, it is forgotten: it may
 * never end, and the next run makes its own.
 * @typedef {{ generation: number, value: Promise<unknown>, waiting: number }} Asked
 */

export class UserSigs {
  #core;
  #provider;
  /** @type {Asked | undefined} */
  #asked;

  /**
   * @param {{ generation(): number, keepUserSig(generation: number, value: unknown): void }} core
   * @param {any} provider the caller's function; never called where the client has a key or a UserSig
   */
  constructor(core, provider) {
    this.#core = core;
    this.#provider = provider;
  }

  /**
   * Asks for the one that is needed now.
   * @returns {{ done: Promise<void>, leave: () => void }} `done` when the core has it; rejects with what describes an error
   */
  ask() {
    const generation = this.#core.generation();
    const provider = this.#provider;
    if (this.#asked?.generation !== generation) {
      this.#asked = { generation, value: settled(() => provider()), waiting: 0 };
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
        // The next run has one of its own by now.
        if (!isWaiting) return;
        leave();
        this.#forget(asked);
        this.#core.keepUserSig(generation, value);
      },
      (cause) => {
        leave();
        this.#forget(asked);
        return Promise.reject({ code: "ERR_USER_SIG_PROVIDER", message: "the function given as userSig failed; see cause", cause });
      },
    );
    return { done, leave };
  }

  /** @param {Asked} asked */
  #forget(asked) {
    if (this.#asked === asked) this.#asked = undefined;
  }
}
