// Turns off keyboard echo during a run: it would displace the lines that are redrawn.
import { readFileSync } from "node:fs";

const CONTROL_C = 3;
const CONTROL_Z = 26;
const CONTROL_BACKSLASH = 28;

/**
 * Whether this process may change the terminal: one in the background would be stopped for it. Known on Linux only.
 * @returns {boolean}
 */
function isInForeground() {
  try {
    const text = readFileSync("/proc/self/stat", "utf8");
    const [, , group, , , foreground] = text.slice(text.lastIndexOf(")") + 2).split(" ");
    return group === foreground;
  } catch {
    return false;
  }
}

/**
 * @param {{ onInterrupt: () => void, wasAsked: boolean }} how `onInterrupt`: Ctrl-C, which a held terminal does not turn into a signal;
 * `wasAsked`: somebody has just typed here, so that it is this process that has the terminal
 * @param {NodeJS.ReadStream} [input]
 * @returns {() => void} gives the terminal back
 */
export function muteKeyboard({ onInterrupt, wasAsked }, input = process.stdin) {
  if (!input.isTTY || !(wasAsked || isInForeground())) return () => {};
  const hold = () => void input.setRawMode(true);
  const free = () => void input.setRawMode(false);
  const suspend = () => {
    free();
    process.once("SIGCONT", () => {
      if (isInForeground()) hold();
    });
    process.kill(process.pid, "SIGTSTP");
  };
  const take = (/** @type {Buffer | string} */ typed) => {
    for (const byte of Buffer.from(typed)) {
      if (byte === CONTROL_C) onInterrupt();
      if (byte === CONTROL_Z) suspend();
      if (byte === CONTROL_BACKSLASH) process.kill(process.pid, "SIGQUIT");
    }
  };
  hold();
  input.on("data", take);
  // The question before has paused it.
  input.resume();
  // A run that has ended does not wait for keys.
  input.unref?.();
  return () => {
    input.off("data", take);
    input.pause();
    free();
  };
}
