// Executes a run over a prepared journal: locks it, shows progress, handles Ctrl-C, and prints the summary, however the run ends.
import { EXIT, Failure, harmless } from "../failures/failure.js";
import { exitOf, isRefusal, sentencesOf } from "../failures/recall_failure.js";
import { recheckOtherRuns } from "../run/recheck_other_runs.js";
import { figuresOf } from "../run/account_summaries.js";
import { Run } from "../run/journaled_run.js";
import { muteKeyboard } from "../terminal/keyboard_echo.js";
import { print } from "../terminal/stdout_fallback.js";
import { progressOn } from "../screen/progress.js";
import { isDone, isDoneOrNotThere, summaryDocument, summaryText } from "../screen/summary.js";
import { SIGNALS, statusOf } from "../failures/exit_signals.js";

/** @typedef {Awaited<ReturnType<typeof import("../journal/journal_lock.js").lockJournal>>} JournalLock */
/** @typedef {import("../screen/summary.js").Ending} Ending */
/**
 * `kept`: options for the command that resumes it; `wasAsked`: the user confirmed it at this terminal; `earlier`: what
 * other runs knew about the messages before it.
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
/** Signals that follow the second one within this time are ignored: a held key repeats. */
const REPEAT_MS = 1000;

/**
 * @param {JournalLock} lock
 * @param {How} how
 * @returns {Promise<number>} exit status
 */
export async function executeRun(lock, how) {
  const { journal } = lock;
  const run = new Run({ journal, writer: lock.writer, options: how.options, retryFailed: how.retryFailed });
  const progress = progressOn(how.language);
  const stop = listen(run, () => progress.show(run.state));
  const freeKeyboard = muteKeyboard({ onInterrupt: () => stop.hear("SIGINT"), wasAsked: how.wasAsked });
  // A timer, so that silence shows too.
  const timer = setInterval(() => progress.show(run.state), SHOW_EVERY_MS);
  /** An error outside the report: of the disk, or a defect. @type {unknown} */
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
  }
  const earlier = recheckOtherRuns(journal, how.options, how.earlier);
  const ending = endingOf(run, journal, { ...how, ...(earlier ? { earlier } : {}) }, stop.signal, fault);
  await say(ending, how);
  stop.release();
  // The entry prints a defect, with its location.
  if (fault !== undefined && !(fault instanceof Failure)) throw fault;
  return fault === undefined ? exitStatus(run, ending, stop.signal) : fault.exitStatus;
}

/** @param {Ending} ending @param {How} how */
const say = (ending, { language, json }) => print(json ? `${JSON.stringify(summaryDocument(ending), null, 2)}\n` : summaryText(ending, language, process.stdout), language);

/**
 * The first signal stops the run, the second one aborts it. A further one ends the process, for when the disk hangs.
 * @param {Run} run
 * @param {() => void} onStop shows that it stops
 */
function listen(run, onStop) {
  /** @type {{ signal: NodeJS.Signals | undefined, hear: (signal: NodeJS.Signals) => void, release: () => void }} */
  const heard = { signal: undefined, hear, release };
  let abortedAt = Infinity;
  function hear(/** @type {NodeJS.Signals} */ signal) {
    const now = performance.now();
    if (!heard.signal) {
      heard.signal = signal;
      run.stop();
      onStop();
    } else if (abortedAt === Infinity) {
      abortedAt = now;
      run.abort();
    } else if (now - abortedAt > REPEAT_MS) process.exit(statusOf(signal));
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
function endingOf(run, journal, { kept, earlier, settings }, signal, fault) {
  const { error, requests, state, lastLoss, loss } = run;
  const isWhole = fault === undefined;
  const stopped = isWhole && isStopped(run, signal);
  const told = fault instanceof Failure ? fault.sentences : isWhole && error ? sentencesOf(error, ofAccount(settings, error.code === "ERR_OFFICIAL_ACCOUNT" ? run.refusedAccounts : journal.accounts)) : undefined;
  return {
    ...figuresOf(journal),
    run: { durationMs: state.durationMs, requests, ...(lastLoss === undefined ? {} : { lastLoss }), ...(loss === undefined ? {} : { loss }) },
    kept,
    ...(earlier ? { earlier } : {}),
    ...(stopped ? { interrupted: true } : {}),
    ...(run.isAborted ? { leftAtOnce: true } : {}),
    ...(told !== undefined && !stopped ? { [isWhole && error && isRefusal(error) ? "refusal" : "broken"]: told } : {}),
  };
}

/** The settings, with the only account by its name: it may come from a file or a journal. @param {import("../failures/recall_failure.js").Settings} settings @param {string[]} accounts */
const ofAccount = (settings, [officialAccount, ...others]) =>
  officialAccount === undefined || others.length > 0 ? settings : { ...settings, names: { ...settings.names, officialAccount: harmless(officialAccount) } };

/** @param {Run} run @param {Ending} ending @param {NodeJS.Signals | undefined} signal */
function exitStatus(run, { counts, total }, signal) {
  if (isDone(counts, total)) return EXIT.DONE;
  if (signal && isStopped(run, signal)) return statusOf(signal);
  if (run.error) return exitOf(run.error);
  return isDoneOrNotThere(counts, total) ? EXIT.NOT_THERE : EXIT.SOME_NOT;
}

/** Whether a signal ended the run. @param {Run} run @param {NodeJS.Signals | undefined} signal */
const isStopped = ({ isAborted, isCut }, signal) => signal !== undefined && (isAborted || isCut);
