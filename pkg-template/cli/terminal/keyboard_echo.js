// Turns off keyboard echo during a run: it would displace the lines that are redrawn.
import { readFileSync } from "node:fs";

const CONTROL_C = 3;
const CONTROL_Z = 26;
const CONTROL_BACKSLASH = 28;

/**
 * Whether this process may change the terminal: the system stops a background process that tries. Known on Linux only.
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
 * @param {{ onInterrupt: () => void, wasAsked: boolean }} how `onInterrupt`: called at Ctrl-C, which a terminal in raw mode does not turn into a signal;
 * `wasAsked`: the user has just typed an answer, so this process has the terminal
 * @param {NodeJS.ReadStream} [input]
 * @returns {() => void} restores the terminal
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
  // The number prompt has paused the stream.
  input.resume();
  // Do not keep the process alive for keys.
  input.unref?.();
  return () => {
    input.off("data", take);
    input.pause();
    free();
  };
}
