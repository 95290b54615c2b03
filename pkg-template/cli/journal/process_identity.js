// Identifies the process that works on a journal, and checks whether it is still alive.
import { randomBytes } from "node:crypto";
import { readFileSync, readlinkSync } from "node:fs";
import { hostname } from "node:os";

/**
 * `boot` and `space` (the namespace of process numbers) and `start` are known on Linux only.
 * @typedef {{ open: string, pid: number, host: string, boot?: string, space?: string, start?: string }} Worker
 */

/** This process. @returns {Worker} */
export function thisProcess() {
  return {
    open: randomBytes(8).toString("hex"),
    pid: process.pid,
    host: hostname(),
    ...known("boot", () => readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim()),
    ...known("space", () => readlinkSync("/proc/self/ns/pid")),
    ...known("start", () => stat(process.pid).start),
  };
}

/**
 * Process ids are reused, so an id matches only with the same start time.
 * @param {Worker} worker
 * @param {Worker} self
 * @returns {"alive" | "dead" | "unknown"} `unknown`: it belongs to another machine or container
 */
export function livenessOf(worker, self) {
  if (worker.host !== self.host) return "unknown";
  if (worker.boot && self.boot && worker.boot !== self.boot) return "dead";
  if (worker.space && self.space && worker.space !== self.space) return "unknown";
  try {
    process.kill(worker.pid, 0);
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code === "ESRCH") return "dead";
  }
  if (!worker.start) return "alive";
  try {
    const { state, start } = stat(worker.pid);
    // A zombie has ended, but its parent has not collected it yet.
    return start === worker.start && state !== "Z" && state !== "X" ? "alive" : "dead";
  } catch {
    return "alive";
  }
}

/** The process of this machine that is working on a journal, among those that did not record that they stopped. @param {Worker[]} workers */
export function liveWorkerOf(workers) {
  if (workers.length === 0) return undefined;
  const self = thisProcess();
  return workers.find((worker) => livenessOf(worker, self) === "alive");
}

/** Whether a line of a journal names a process. @param {any} line */
export const isWorker = ({ pid, host }) => Number.isSafeInteger(pid) && pid > 0 && typeof host === "string";

/** State and start time of a process. Its name, in parentheses, may contain anything. @param {number} pid */
function stat(pid) {
  const text = readFileSync(`/proc/${pid}/stat`, "utf8");
  const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
  return { state: fields[0] ?? "", start: fields[19] ?? "" };
}

/** @param {string} name @param {() => string} read */
function known(name, read) {
  try {
    return { [name]: read() };
  } catch {
    return {};
  }
}
