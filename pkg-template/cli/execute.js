// Carries out a run over a journal that is ready: claims it, shows how far it is, listens to Ctrl-C, and says what came of it.
import { EXIT } from "./failure.js";
import { exitOf, isRefusal } from "./client.js";
import { Run, countOpen } from "./run.js";
import { progressOn } from "./screen/progress.js";
import { isDone, isDoneOrNotThere, summaryDocument, summaryText } from "./screen/summary.js";
import { SIGNALS, statusOf } from "./signals.js";

/** @typedef {Awaited<ReturnType<typeof import("./journal/claim.js").claimJournal>>} Claim */
/** @typedef {import("./screen/summary.js").Ending} Ending */

const SHOW_EVERY_MS = 150;

/**
 * @param {Claim} claim
 * @param {{ options: import("tencent-chat-recall").ClientOptions, retryFailed: boolean, language: import("./locale.js").Language, json: boolean }} how
 * @returns {Promise<number>} exit status
 */
export async function execute(claim, { options, retryFailed, language, json }) {
  const { journal } = claim;
  const run = new Run({ journal, writer: claim.writer, options, retryFailed });
  const progress = progressOn(language);
  const stop = listen(run, progress);
  // By the clock: when nothing happens for a while, that too is to be seen.
  const timer = setInterval(() => progress.show(run.state), SHOW_EVERY_MS);
  let because = "broken";
  try {
    await run.go();
    because = run.error || run.isCut ? (stop.signal ?? run.error?.code ?? because) : "ended";
  } finally {
    clearInterval(timer);
    progress.end();
    await claim.close(because);
    stop.release();
  }
  const ending = endingOf(run, journal, stop.signal);
  if (json) process.stdout.write(`${JSON.stringify(summaryDocument(ending), null, 2)}\n`);
  else process.stdout.write(summaryText(ending, language, process.stdout));
  return exitStatus(run, ending, stop.signal);
}

/**
 * The first signal stops the run, the second one ends the process.
 * @param {Run} run
 * @param {import("./screen/progress.js").Progress} progress
 */
function listen(run, progress) {
  /** @type {{ signal: NodeJS.Signals | undefined, release: () => void }} */
  const heard = { signal: undefined, release };
  const hear = (/** @type {NodeJS.Signals} */ signal) => {
    if (heard.signal) process.exit(statusOf(signal));
    heard.signal = signal;
    progress.stopping();
    void run.stop();
  };
  for (const signal of SIGNALS) process.on(signal, hear);
  function release() {
    for (const signal of SIGNALS) process.off(signal, hear);
  }
  return heard;
}

/**
 * @param {Run} run
 * @param {Claim["journal"]} journal
 * @param {NodeJS.Signals | undefined} signal
 * @returns {Ending}
 */
function endingOf(run, { outcomes, path, errorInfo }, signal) {
  const { error, requests, state, lastLoss } = run;
  const stopped = isStopped(run, signal);
  return {
    ...outcomes.summary(),
    total: outcomes.size,
    path,
    errorInfo,
    run: { durationMs: state.durationMs, requests, ...(lastLoss === undefined ? {} : { lastLoss }) },
    // For the advice on how to go on: what this run asked for again, another one leaves alone unless it is told to.
    open: countOpen(outcomes, false).open,
    ...(stopped ? { interrupted: true } : {}),
    ...(error && !stopped ? { [isRefusal(error) ? "refusal" : "broken"]: error.message } : {}),
  };
}

/** @param {Run} run @param {Ending} ending @param {NodeJS.Signals | undefined} signal */
function exitStatus(run, { counts, total }, signal) {
  if (isDone(counts, total)) return EXIT.DONE;
  if (signal && isStopped(run, signal)) return statusOf(signal);
  if (run.error) return exitOf(run.error);
  return isDoneOrNotThere(counts, total) ? EXIT.NOT_THERE : EXIT.SOME_NOT;
}

/** Whether a signal ended it. @param {Run} run @param {NodeJS.Signals | undefined} signal */
const isStopped = ({ error, isCut }, signal) => signal !== undefined && (error ? error.code === "ERR_ABORTED" : isCut);
