/** The command `webhook` as a process of its own. */

import { spawn } from "node:child_process";
import { once } from "node:events";
import { request } from "node:http";
import { fileURLToPath } from "node:url";
import { APP, TOKEN } from "./sender.js";

const CLI = fileURLToPath(new URL("../../../../pkg/cli.js", import.meta.url));

/**
 * @param {import("node:test").TestContext} t
 * @param {{ store?: string, words?: string[], env?: Record<string, string>, cwd?: string }} [options]
 */
export async function startReceiver(t, { store, words = [], env = {}, cwd } = {}) {
  const child = spawn(process.execPath, [CLI, "webhook", "--port", "0", ...(store ? ["--store", store] : []), ...words], {
    env: { PATH: process.env.PATH ?? "", LC_ALL: "C", TENCENT_CHAT_SDK_APP_ID: String(APP), TENCENT_CHAT_CALLBACK_TOKEN: TOKEN, ...env },
    stdio: ["ignore", "pipe", "pipe"], ...(cwd && { cwd }),
  });
  t.after(() => child.kill("SIGKILL"));
  const output = { stdout: "", stderr: "" };
  child.stderr.setEncoding("utf8").on("data", (text) => (output.stderr += text));
  child.stdout.setEncoding("utf8").on("data", (text) => (output.stdout += text));
  const exited = once(child, "exit");
  while (!/http:\/\/\S+\//.test(output.stdout) || !output.stdout.includes("Ctrl-C")) {
    const [status] = await Promise.race([once(child.stdout, "data"), exited]);
    if (child.exitCode !== null) throw new Error(`exited with ${status}: ${output.stderr}`);
  }
  const [url = ""] = /http:\/\/\S+\//.exec(output.stdout) ?? [];
  return {
    child, output, url,
    /** @param {NodeJS.Signals} signal @returns {Promise<number | null>} */
    end: async (signal) => {
      child.kill(signal);
      return (await exited)[0];
    },
  };
}

/**
 * Posts one webhook, and says whether it was acknowledged and how many milliseconds that took. By `http`, because `fetch` takes more time
 * than the receiver.
 * @param {{ url: string, body: string }} webhook
 * @param {string} origin of the receiver
 * @param {import("node:http").Agent} [agent]
 * @returns {Promise<{ isAcknowledged: boolean, ms: number }>}
 */
export function post({ url, body }, origin, agent) {
  const begin = performance.now();
  return new Promise((resolve, reject) => {
    const headers = { "content-type": "application/json", "content-length": Buffer.byteLength(body) };
    const sending = request(`${origin}hook${url.slice(url.indexOf("?"))}`, { method: "POST", headers, timeout: 5000, ...(agent && { agent }) }, (answer) => {
      let text = "";
      answer.setEncoding("utf8").on("data", (chunk) => (text += chunk)).on("error", reject).on("end", () => {
        resolve({ isAcknowledged: answer.statusCode === 200 && JSON.parse(text).ErrorCode === 0, ms: performance.now() - begin });
      });
    });
    sending.on("timeout", () => sending.destroy(new Error("no answer"))).on("error", reject).end(body);
  });
}
