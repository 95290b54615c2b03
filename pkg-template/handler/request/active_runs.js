// The runs in progress in one handler, so that another request of the same user can end one.

/**
 * How a run can be ended from outside: `onStop` sends nothing new and waits for the requests in flight, `onAbort` does not wait.
 * @typedef {{ onStop: () => void, onAbort: () => void }} Listeners
 */

class Run {
  isStopped = false;
  isAborted = false;
  #isOver = false;
  #wake = () => {};

  /**
   * @param {string} user
   * @param {Listeners} listeners
   */
  constructor(user, listeners) {
    this.user = user;
    void this.#listen(listeners);
  }

  /** @param {boolean} isGraceful */
  end(isGraceful) {
    if (isGraceful) this.isStopped = true;
    else this.isAborted = true;
    this.#wake();
  }

  /** Stops listening. */
  close() {
    this.#isOver = true;
    this.#wake();
  }

  /**
   * Edge runtimes forbid one request to use the objects of another, such as its fetch. They allow it to resolve a promise of another request,
   * and what follows then runs in the request that awaits the promise.
   * @param {Listeners} listeners
   */
  async #listen({ onStop, onAbort }) {
    while (!this.#isOver) {
      await new Promise((/** @type {(value: void) => void} */ resolve) => (this.#wake = resolve));
      if (this.#isOver) return;
      if (this.isAborted) onAbort();
      else onStop();
    }
  }
}

export class ActiveRuns {
  /** @type {Map<string, Run>} */
  #runs = new Map();

  /**
   * @param {string} id
   * @param {string} user
   * @param {Listeners} listeners called in the request of the run
   */
  begin(id, user, listeners) {
    const run = new Run(user, listeners);
    this.#runs.set(id, run);
    return run;
  }

  /** @param {string} id */
  end(id) {
    this.#runs.get(id)?.close();
    this.#runs.delete(id);
  }

  /**
   * @param {string} id
   * @param {string} user
   * @param {boolean} isGraceful whether the run waits for its requests in flight
   * @returns {boolean} whether this user has such a run in this process
   */
  stop(id, user, isGraceful) {
    const run = this.#runs.get(id);
    if (run?.user !== user) return false;
    run.end(isGraceful);
    return true;
  }
}
