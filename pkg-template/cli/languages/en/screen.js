// English texts of the screens. Numbers and times come formatted. The keys are those of zh/screen.js.

export default {
  recallTitle: (/** @type {string} */ count, /** @type {string} */ account) => `Recall ${count} of ${account}`,
  messages: (/** @type {number} */ n, /** @type {string} */ count) => `${count} ${n === 1 ? "message" : "messages"}`,
  labels: {
    messages: "Messages", sent: "Sent", keys: "First, last", requests: "Requests", service: "Service", reason: "Reason",
    journal: "Journal", credentials: "Caller",
  },
  sentBetween: (/** @type {string} */ from, /** @type {string} */ to) => (from === to ? from : `${from} to ${to}`),
  requests: (/** @type {string} */ count, /** @type {string} */ time, /** @type {string} */ rate) => `${count}, at least ${time} at ${rate} requests a second`,
  caller: (/** @type {string} */ identifier, /** @type {number} */ app) => `${identifier} of app ${app}`,
  duplicates: (/** @type {string} */ n) => `duplicates, each sent once: ${n}`,
  skipped: (/** @type {string} */ n) => `lines without a key, skipped: ${n}`,
  settledBefore: (/** @type {string} */ n, /** @type {string} */ total) => `${n} of ${total} were settled by earlier runs of this journal`,
  recalledBy: (/** @type {number} */ n, /** @type {string} */ count, /** @type {string} */ when, /** @type {string} */ journal) =>
    `${count} of these ${n === 1 ? "was" : "were"} recalled by the run of ${when} (${journal})`,
  presumedBy: (/** @type {number} */ n, /** @type {string} */ count, /** @type {string} */ when, /** @type {string} */ journal) =>
    `${count} of these ${n === 1 ? "was" : "were"} presumed recalled by the run of ${when} (${journal})`,
  unfinished: (/** @type {number} */ n, /** @type {string} */ count, /** @type {string} */ when, /** @type {string} */ journal) =>
    `${count} of these ${n === 1 ? "is" : "are"} still open in the run of ${when} (${journal})`,
  atWorkToo: (/** @type {string} */ told, /** @type {number} */ pid) => `${told}; process ${pid} of this machine is working on it now: let it finish first`,
  reading: (/** @type {string} */ name, /** @type {string} */ mb, /** @type {string} */ keys) => `Still reading ${name === "-" ? "standard input" : name}: ${mb} MB so far, MsgKeys found: ${keys}. Ctrl-C quits; nothing has been sent.`,
  noReason: "no reason given",
  dryRun: "Dry run: nothing was sent.",
  cannotUndo: "A recall cannot be undone.",
  confirm: (/** @type {string} */ n) => `Type ${n} to recall these messages, or press Enter to leave: `,
  mistyped: (/** @type {string} */ typed, /** @type {string} */ n) => `Found "${typed}", expected ${n}, the number of messages.`,
  declined: "Nothing was sent.",
  tooOften: "Three wrong answers. Nothing was sent.",
  phases: {
    checking: "Checking",
    sending: "Sending",
    slowed: "Slowed by the service",
    silent: (/** @type {string} */ time) => `No answer for ${time}`,
    stopping: "Stopping",
  },
  separator: ": ",
  comma: ", ",
  checking: "waiting for the first answer",
  silent: (/** @type {string} */ loss) =>
    `${loss === "" ? "" : `The last request ended with ${loss}. `}Unanswered messages are sent again, one request at a time. If the service stays silent, the run ends by itself and can be resumed.`,
  stopping: (/** @type {string} */ inFlight, /** @type {string} */ time) => `Nothing new is sent. Waiting for answers to requests in flight: ${inFlight}, for ${time} at most. Ctrl-C again quits at once.`,
  progress: (/** @type {string} */ done, /** @type {string} */ total) => `${done} of ${total}`,
  left: (/** @type {string} */ time) => `about ${time} left`,
  rate: (/** @type {string} */ rate, /** @type {string} */ inFlight) => `up to ${rate} requests a second, ${inFlight} in flight`,
  stopHint: "Ctrl-C stops the run; known results are kept.",
  allGone: (/** @type {string} */ n) => `All done: ${n} recalled.`,
  allPresumed: (/** @type {string} */ n) => `All done: ${n} are gone, some of them presumably.`,
  noneConfirmed: (/** @type {string} */ n) => `None of ${n} was confirmed: each is presumed gone. A wrong account or key looks the same, so check them.`,
  noneThere: (/** @type {string} */ n) => `${n} were not there: recalled before, expired, or never existed.`,
  someThere: (/** @type {string} */ gone, /** @type {string} */ total, /** @type {string} */ n) => `${gone} of ${total} gone; the other ${n} were not there: recalled before, expired, or never existed.`,
  someNot: (/** @type {string} */ gone, /** @type {string} */ total) => `${gone} of ${total} known to be gone.`,
  notThereAndLeft: (/** @type {string} */ n, /** @type {string} */ total, /** @type {string} */ rest, /** @type {string} */ gone) =>
    `Not there: ${n} of ${total} (recalled before, expired, or never existed). Of the other ${rest}, known to be gone: ${gone}.`,
  someElsewhere: (/** @type {string} */ gone, /** @type {string} */ total) => `Recalled by this run: ${gone} of ${total}. Other runs have recalled some; they are named below.`,
  atWork: (/** @type {number} */ pid) => `Process ${pid} of this machine is working on this journal now. These are its results so far.`,
  took: {
    finished: (/** @type {string} */ time, /** @type {number} */ n, /** @type {string} */ count) => `Finished after ${time} and ${count} ${n === 1 ? "request" : "requests"}.`,
    stopped: (/** @type {string} */ time, /** @type {number} */ n, /** @type {string} */ count) => `Stopped as asked. It ran for ${time} and sent ${count} ${n === 1 ? "request" : "requests"}.`,
    ended: (/** @type {string} */ time, /** @type {number} */ n, /** @type {string} */ count) => `Ended early, after ${time} and ${count} ${n === 1 ? "request" : "requests"}.`,
  },
  status: {
    recalled: "recalled", presumedRecalled: "presumed recalled", notFound: "not there", failed: "not recalled", unconfirmed: "unconfirmed", notAttempted: "not sent",
  },
  about: {
    recalled: "the service confirmed it",
    presumedRecalled: "no longer there; an earlier request got no answer",
    notFound: "recalled before, expired, or never existed in this account",
    failed: "the service refused; see below",
    unconfirmed: "no answer came; it may be gone or not",
    notAttempted: "never left this machine",
  },
  lastLoss: (/** @type {string} */ loss) => `The last request without an answer ended with ${loss}.`,
  codes: "Why not recalled",
  refused: "The service refused the run as a whole:",
  broken: "The run ended early:",
  leftAtOnce: "Quit at once: messages in flight count as unconfirmed.",
  resume: "To continue with the rest:",
  newRun: "A journal belongs to one app and account. To start a new run with the right ones:",
  details: "Every message:",
  journalIs: "Journal:",
  nothingOpen: "Nothing is left to send.",
  refusedForGood: (/** @type {string} */ n) => `Refused for reasons that will not change: ${n}. To send them again anyway:`,
  journalOf: (/** @type {string} */ when, /** @type {string} */ who) => `Started ${when} by ${who}`,
  found: (/** @type {number} */ n, /** @type {string} */ count, /** @type {string} */ account, /** @type {string} */ window) =>
    `${n === 0 ? "No messages" : `${count} ${n === 1 ? "message" : "messages"}`} of ${account}, ${window}.`,
  window: {
    all: "searched everything the service keeps",
    since: (/** @type {string} */ since) => `searched from ${since} until now`,
    until: (/** @type {string} */ until) => `searched everything until ${until}`,
    between: (/** @type {string} */ since, /** @type {string} */ until) => `searched from ${since} until ${until}`,
  },
  onlyFrom: (/** @type {string} */ window, /** @type {string} */ sender) => `${window}, from the sender ${sender} only`,
  withoutRecalled: "Messages already recalled are not listed; --include-recalled lists them too.",
  explain: {
    labels: { means: "Means", try: "Try", who: "Who can fix it", again: "Sent again", source: "Source" },
    who: {
      caller: "you, the caller", library: "this library, by itself", service: "the service; wait or ask its support",
      accountOwner: "the owner of the Tencent Cloud account", nobody: "no one", unknown: "unknown",
    },
    yes: "yes, by this run or a later one",
    no: "no, it would be refused again",
  },
  userSig: {
    labels: { sdkAppId: "SDKAppID", identifier: "identifier", issued: "issued", expires: "expires", validity: "validity", userBuf: "userbuf" },
    bytes: (/** @type {number} */ n) => `${n} bytes`,
    good: "The UserSig is valid.",
    bad: (/** @type {string} */ why, /** @type {number} */ code) => `The UserSig is not valid: ${why} (the service would answer ${code})`,
  },
  emulator: {
    listens: (/** @type {string} */ url) => `The emulator listens on ${url}`,
    variables: "Its app, administrator and key are public samples. In another terminal:",
    messages: (/** @type {number} */ n, /** @type {string} */ account) =>
      n === 0
        ? `${account} has sent no messages (--messages N begins with some). To find and recall what your program sends:`
        : `${n} ${n === 1 ? "message of" : "messages of"} ${account} ${n === 1 ? "was" : "were"} sent by mistake. Find and recall ${n === 1 ? "it" : "them"}:`,
    end: "Ctrl-C ends it.",
    ended: (/** @type {{ requests: number, peak: number, refused: number, recalled: number }} */ { requests, peak, refused, recalled }) =>
      `${requests} requests (at most ${peak} in a second, ${refused} refused for rate), ${recalled} messages recalled`,
  },
  error: "error: ",
  help: {
    intro: "Recalls Tencent Cloud Chat official-account messages: any number, within the rate limit, with the outcome of each one.",
    usage: "Usage:", options: "Options:", examples: "Examples:", command: "COMMAND [options]",
    more: "More about a command, with examples:", version: "The version:", practice: "To try it without an account:",
  },
};
