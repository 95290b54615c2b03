// The runs in progress in one handler, so that another request of the same user can stop one.

/** @typedef {{ user: string, isStopped: boolean }} Run */

export class ActiveRuns {
  /** @type {Map<string, Run>} */
  #runs = new Map();

  /**
   * @param {string} id
   * @param {string} user
   * @returns {Run} which the run itself looks at: at the edge, one request must not reach into another
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
   * @returns {boolean} whether there is such a run here, of this person
   */
  stop(id, user) {
    const run = this.#runs.get(id);
    if (run?.user !== user) return false;
    run.isStopped = true;
    return true;
  }
}
