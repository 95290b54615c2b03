// Calls the caller's listeners.
import { promiseTry } from "../errors/try_call.js";

/**
 * Calls a caller's function with an event, and ignores what it throws or rejects with.
 * @param {(event: any) => unknown} listener
 * @param {any} event
 */
export function notify(listener, event) {
  promiseTry(() => listener(event)).catch(() => {});
}
