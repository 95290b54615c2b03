// Requests one page of history until there is an answer.
import { makeError } from "../errors/problems.js";
import { Driver } from "../run/driver.js";

/**
 * @param {import("../request/client_context.js").ClientContext} client
 * @param {import("../run/driver.js").Engine & { free: () => void }} page
 * @param {AbortSignal | undefined} signal
 * @returns {Promise<any>} the page as the service sent it; its envelope says OK
 */
export async function fetchHistoryPage(client, page, signal) {
  let answer;
  const driver = new Driver(client, page, { signals: [signal], onAnswer: (json) => (answer = json) });
  const { error } = await driver.ended;
  page.free();
  if (error) throw makeError(error);
  return answer;
}
