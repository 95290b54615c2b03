/** Starts and stops emulators in separate processes, and records what they recalled. For the tests of faults and of SIGKILL. */

import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

const SCRIPT = fileURLToPath(new URL("./emulator_program.js", import.meta.url));

/**
 * @param {{ port?: number, seqs: number[], time: number, unrecallable?: number, options?: import("../../../../pkg/emulator/index.js").EmulatorOptions }} setup
 */
export async function startChild({ port = 0, ...setup }) {
  const child = fork(SCRIPT, [JSON.stringify({ port, ...setup })]);
  /** The messages that the child has reported as recalled. @type {Set<string>} */
  const recalled = new Set();
  child.on("message", (/** @type {any} */ message) => {
    for (const key of message.recalled ?? []) recalled.add(key);
  });
  const [{ url }] = await once(child, "message");
  return {
    url,
    port: Number(new URL(url).port),
    recalled,
    /** Returns the child's counters; afterwards `recalled` is complete. */
    async counters() {
      child.send({ id: 1 });
      for (;;) {
        const [message] = await once(child, "message");
        if (message.counters) return message.counters;
      }
    },
    async kill() {
      child.kill("SIGKILL");
      await once(child, "exit");
    },
    async close() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.disconnect();
      await once(child, "exit");
    },
  };
}
