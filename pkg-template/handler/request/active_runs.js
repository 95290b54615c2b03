// The runs in progress in one handler, so that another request of the same user can stop one.

/** @typedef {{ user: string, isStopped: boolean }} Run */

export class ActiveRuns {
  /** @type {Map<string, Run>} */
  #runs = new Map();

  /**
   * @param {string} id
   * @param {string} user
   * @returns {Run} polled by the run itself: edge runtimes forbid one request to use the objects of another
   */
  begin(id, user) {
    const run = { user, isStopped: false };
    this.#runs.set(id, run);
    return run;
  }

  /** @param {string} id */
  end(id) {
    this.#runs.delete(id);
  }

  /**
   * @param {string} id
   * @param {string} user
   * @returns {boolean} whether this user has such a run in this process
   */
  stop(id, user) {
    const run = this.#runs.get(id);
    if (run?.user !== user) return false;
    run.isStopped = true;
    return true;
  }
}
