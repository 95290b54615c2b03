// Executes a run over a prepared journal: locks it, shows progress, handles Ctrl-C, and prints the summary, however the run ends.
import { EXIT, Failure } from "../failures/failure.js";
import { exitOf, isRefusal, sentencesOf } from "../failures/recall_failure.js";
import { recheckOtherRuns } from "../run/recheck_other_runs.js";
import { Run, countOpen } from "../run/journaled_run.js";
import { muteKeyboard } from "../terminal/keyboard_echo.js";
import { print } from "../terminal/stdout_fallback.js";
import { progressOn } from "../screen/progress.js";
import { isDone, isDoneOrNotThere, summaryDocument, summaryText } from "../screen/summary.js";
import { SIGNALS, statusOf } from "../failures/exit_signals.js";

/** @typedef {Awaited<ReturnType<typeof import("../journal/journal_lock.js").lockJournal>>} JournalLock */
/** @typedef {import("../screen/summary.js").Ending} Ending */
/**
 * `kept`: options for the line that goes on with it; `wasAsked`: somebody has confirmed it at this terminal; `earlier`: what
 * other runs knew of the messages before it.
 * @typedef {{
 *   options: import("tencent-chat-recall").ClientOptions, retryFailed: boolean, language: import("../languages/locale.js").Language, json: boolean,
 *   kept: string, wasAsked: boolean, settings: import("../failures/recall_failure.js").Settings, earlier?: import("../journal/other_runs.js").OtherRuns,
 * }} How
 */
/**
 * A run that is ready to be confirmed: `lock` takes the journal once the user has confirmed; `leave` discards the run if not.
 * @typedef {{ facts: import("../screen/plan.js").PlanFacts, options: import("tencent-chat-recall").ClientOptions, credentials: import("../settings/credentials.js").Credentials, lock: () => Promise<JournalLock>, leave: () => Promise<void> }} Ready
 */

const SHOW_EVERY_MS = 150;

/**
 * @param {JournalLock} lock
 * @param {How} how
 * @returns {Promise<number>} exit status
 */
export async function executeRun(lock, how) {
  const { journal } = lock;
  const run = new Run({ journal, writer: lock.writer, options: how.options, retryFailed: how.retryFailed });
  const progress = progressOn(how.language);
  const stop = listen(run, {
    onFirst: () => progress.show(run.state),
    onSecond: (signal) => {
      progress.end();
      return say({ ...endingOf(run, journal, how, signal), leftAtOnce: true }, how);
    },
  });
  const freeKeyboard = muteKeyboard({ onInterrupt: () => stop.hear("SIGINT"), wasAsked: how.wasAsked });
  // By the clock: when nothing happens for a while, that too is to be seen.
  const timer = setInterval(() => progress.show(run.state), SHOW_EVERY_MS);
  /** What has no place in a report: the disk, or a defect. @type {unknown} */
  let fault;
  let because = "broken";
  try {
    await run.go();
    because = run.error || run.isCut ? (stop.signal ?? run.error?.code ?? because) : "ended";
  } catch (error) {
    fault = error;
  } finally {
    clearInterval(timer);
    freeKeyboard();
    progress.end();
    await lock.close(because);
    stop.release();
  }
  const earlier = recheckOtherRuns(journal, how.options, how.earlier);
  const ending = endingOf(run, journal, { ...how, ...(earlier ? { earlier } : {}) }, stop.signal, fault);
  await say(ending, how);
  // A defect is told by the command line itself, with where it happened.
  if (fault !== undefined && !(fault instanceof Failure)) throw fault;
  return fault === undefined ? exitStatus(run, ending, stop.signal) : fault.exitStatus;
}

/** @param {Ending} ending @param {How} how */
const say = (ending, { language, json }) => print(json ? `${JSON.stringify(summaryDocument(ending), null, 2)}\n` : summaryText(ending, language, process.stdout), language);

/**
 * The first signal stops the run, the second one ends the process.
 * @param {Run} run
 * @param {{ onFirst: () => void, onSecond: (signal: NodeJS.Signals) => Promise<void> }} told `onFirst` shows that it stops, `onSecond` says what is known so far
 */
function listen(run, { onFirst, onSecond }) {
  /** @type {{ signal: NodeJS.Signals | undefined, hear: (signal: NodeJS.Signals) => void, release: () => void }} */
  const heard = { signal: undefined, hear, release };
  function hear(/** @type {NodeJS.Signals} */ signal) {
    if (heard.signal) {
      void onSecond(heard.signal).finally(() => process.exit(statusOf(signal)));
      return;
    }
    heard.signal = signal;
    void run.stop();
    onFirst();
  }
  for (const signal of SIGNALS) process.on(signal, hear);
  function release() {
    for (const signal of SIGNALS) process.off(signal, hear);
  }
  return heard;
}

/**
 * @param {Run} run
 * @param {JournalLock["journal"]} journal
 * @param {How} how
 * @param {NodeJS.Signals | undefined} signal
 * @param {unknown} [fault]
 * @returns {Ending}
 */
function endingOf(run, { outcomes, path, errorInfo }, { kept, earlier, settings }, signal, fault) {
  const { error, requests, state, lastLoss, loss } = run;
  const isWhole = fault === undefined;
  const stopped = isWhole && isStopped(run, signal);
  const told = fault instanceof Failure ? fault.sentences : isWhole && error ? sentencesOf(error, settings) : undefined;
  return {
    ...outcomes.summary(),
    total: outcomes.size,
    path,
    errorInfo,
    run: { durationMs: state.durationMs, requests, ...(lastLoss === undefined ? {} : { lastLoss }), ...(loss === undefined ? {} : { loss }) },
    // For the advice on how to go on: what this run asked for again, another one leaves alone unless it is told to.
    open: countOpen(outcomes, false).open,
    kept,
    ...(earlier ? { earlier } : {}),
    ...(stopped ? { interrupted: true } : {}),
    ...(told !== undefined && !stopped ? { [isWhole && error && isRefusal(error) ? "refusal" : "broken"]: told } : {}),
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
const isStopped = ({ error, isCut, isEnded }, signal) => signal !== undefined && (isEnded ? (error ? error.code === "ERR_ABORTED" : isCut) : true);
