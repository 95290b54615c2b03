// Ends a run before the runtime's own limit cuts it off: first it drains, then it aborts.

/** Milliseconds reserved for the last lines. */
const MARGIN = 500;

/** Starts the timers; without a limit, does nothing. */
export class TimeLimit {
  isUp = false;
  reason = new Error("the time limit of the handler passed");
  /** @type {ReturnType<typeof setTimeout>[]} */
  #timers = [];

  /**
   * @param {import("../request/request_context.js").RequestContext} requestContext
   * @param {{ onDrain?: () => void, onTimeUp: (why: Error) => void }} events
   */
  constructor({ config, auditLog }, { onDrain, onTimeUp }) {
    const { timeLimit, drain } = config;
    if (timeLimit === undefined) return;
    // The time spent on authorize, the body and audit counts.
    const end = auditLog.began + timeLimit - Math.min(MARGIN, timeLimit * 0.1) - Date.now();
    if (onDrain) this.#timers.push(setTimeout(onDrain, end - drain));
    const timeUp = () => {
      this.isUp = true;
      onTimeUp(this.reason);
    };
    this.#timers.push(setTimeout(timeUp, end));
  }

  stop() {
    for (const timer of this.#timers) clearTimeout(timer);
  }
}
