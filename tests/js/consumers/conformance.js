// The conformance checks, which the package must pass in every runtime. Plain JavaScript without imports, so that the same file runs in
// Node, Deno, Bun, edge runtimes, pages, workers and test runners.

/**
 * The addresses and contents of the emulators that the test has started for a consumer.
 * @typedef {object} Stage
 * @property {string} url of an emulator that loses, rejects and garbles some requests
 * @property {string} stalledUrl of one that never answers
 * @property {{ sdkAppId: number, identifier: string, secretKey: string }} credentials
 * @property {string} officialAccount
 * @property {string[]} msgKeys 25 for a list
 * @property {string[]} streamed 25 for a stream
 * @property {{ userSig: string, now: number, identifier: string, sdkAppId: number, secretKey: string }} vector of the vendor's signer
 * @property {boolean} inBrowser
 */
/** @typedef {typeof import("../../../pkg-template/index.js")} Api */
/** @typedef {{ claim: string, ok: boolean, detail: string }} Claim */
/** @typedef {(api: Api, stage: Stage) => void | Promise<void>} Check */

/** A key without a message, for requests that never arrive. */
const ONE = ["1_1_1698741698"];

/**
 * The checks in their order. The first call of the package is a synchronous one.
 * @type {Record<string, Check>}
 */
const CLAIMS = {
  "signs at once, with nothing loaded before": signs,
  "verifies what the vendor's signer made": verifies,
  "refuses bad input and names every problem": refusesBadInput,
  "refuses a secret key in a browser, and only there": guardsSecretKey,
  "explains codes": explains,
  "finds MsgKeys in a text": parses,
  "recalls 25 messages from a faulty service": recalls,
  "recalls 25 messages from an async iterable": streams,
  "ends when aborted with an Error": (api, stage) => aborts(api, stage, new TypeError("stop")),
  "ends when aborted with a string": (api, stage) => aborts(api, stage, "stop"),
  "ends when aborted with nothing": (api, stage) => aborts(api, stage, undefined),
  "outlives a fetch that throws at once": (api, stage) => hostile(api, stage, () => { throw new Error("no network here"); }),
  "outlives a fetch that rejects with a string": (api, stage) => hostile(api, stage, () => Promise.reject("no network here")),
  "outlives a fetch that answers with nothing": (api, stage) => hostile(api, stage, () => Promise.resolve(undefined)),
  "reads a mock of a Response": readsMock,
  "reads a Response that comes in pieces": readsPieces,
};

/**
 * Runs every check.
 * @param {Api} api the package, as the consumer loaded it
 * @param {Stage} stage
 * @returns {Promise<Claim[]>}
 */
export async function conform(api, stage) {
  const watched = watch();
  /** @type {Claim[]} */
  const claims = [];
  for (const [claim, check] of Object.entries(CLAIMS)) {
    try {
      await check(api, stage);
      claims.push({ claim, ok: true, detail: "" });
    } catch (error) {
      claims.push({ claim, ok: false, detail: describe(error) });
    }
  }
  // Leaves time for unhandled rejections to appear.
  await new Promise((resolve) => setTimeout(resolve, 50));
  const seen = watched();
  claims.push({ claim: "prints nothing and leaves no rejection unhandled", ok: seen.length === 0, detail: seen.join("\n") });
  return claims;
}

/** @type {Check} */
function signs(api, { credentials, inBrowser }) {
  const userSig = api.signUserSig({ ...credentials, allowSecretKeyInBrowser: inBrowser });
  const verdict = api.verifyUserSig(userSig, { ...credentials, allowSecretKeyInBrowser: inBrowser });
  equal(verdict.valid, true, "verdict on the own UserSig");
  equal(api.inspectUserSig(userSig).identifier, credentials.identifier, "identifier");
}

/** @type {Check} */
function verifies(api, { vector: { userSig, ...whose }, inBrowser }) {
  equal(api.verifyUserSig(userSig, { ...whose, allowSecretKeyInBrowser: inBrowser }).valid, true, "verdict on the vector");
  const other = api.verifyUserSig(userSig, { ...whose, secretKey: `${whose.secretKey}0`, allowSecretKeyInBrowser: inBrowser });
  equal(other.valid, false, "verdict with another key");
}

/** @type {Check} */
async function refusesBadInput(api, { credentials }) {
  const wrong = { ...credentials, region: "atlantis", officialAccount: "TOA", msgKeys: ["71_1_1698741698", "?"] };
  const error = await refusal(() => api.recall(/** @type {any} */ (wrong)));
  equal(error.code, "ERR_INVALID_INPUT", "code");
  equal(error instanceof api.RecallError && error instanceof Error && api.isRecallError(error), true, "class");
  const paths = error.issues.map((/** @type {{ path: string }} */ issue) => issue.path);
  for (const path of ["region", "officialAccount", "msgKeys[1]"]) equal(paths.includes(path), true, `${path} in ${paths}`);
}

/** @type {Check} */
async function guardsSecretKey(api, { credentials, inBrowser }) {
  if (!inBrowser) return void api.signUserSig(credentials);
  const error = await refusal(() => api.signUserSig(credentials));
  equal(error.code, "ERR_INVALID_INPUT", "code");
  equal(error.issues[0].path, "secretKey", "path");
}

/** @type {Check} */
function explains(api) {
  const { known, name, meaning } = api.explainCode(10030);
  equal([known, typeof name, meaning.length > 0], [true, "string", true], "explanation of 10030");
  equal(/[\u4e00-\u9fff]/.test(api.explainCode(10030, { locale: "zh" }).meaning), true, "Chinese text");
  equal(api.explainCode(4_999_999).known, false, "a code that nobody knows");
}

/** @type {Check} */
function parses(api) {
  const { msgKeys, lines, rejected } = api.parseMsgKeys("71_1_1698741698\nnot-a-key_1\n72_1_1698741698\n");
  equal(msgKeys, ["71_1_1698741698", "72_1_1698741698"], "keys");
  equal([...lines], [1, 3], "lines");
  equal(rejected.map(({ line }) => line), [2], "rejected");
  const reader = api.createMsgKeyReader();
  const found = ["71_1_16987", "41698\n72_1_1698741698"].flatMap((chunk) => reader.push(new TextEncoder().encode(chunk)).msgKeys);
  equal([...found, ...reader.end().msgKeys], msgKeys, "keys in chunks");
}

/** @type {Check} */
async function recalls(api, stage) {
  let seen = 0;
  const onProgress = () => void (seen += 1);
  const report = await api.recall({ ...options(stage), officialAccount: stage.officialAccount, msgKeys: stage.msgKeys, onProgress });
  const { recalled, presumedRecalled } = report.counts;
  equal(recalled + presumedRecalled, 25, `settled of ${JSON.stringify(report.counts)}, ${JSON.stringify(report.byCode)}`);
  equal(report.results.map(({ msgKey }) => msgKey), stage.msgKeys, "order of the results");
  equal(report.retries > 0, true, "retries");
  equal(seen > 0, true, "calls of onProgress");
}

/** @type {Check} */
async function streams(api, stage) {
  async function* source() {
    for (const msgKey of stage.streamed) {
      if (msgKey === stage.streamed[12]) await new Promise((resolve) => setTimeout(resolve, 5));
      yield msgKey;
    }
  }
  const client = new api.RecallClient(options(stage));
  /** @type {string[]} */
  const settled = [];
  for await (const { msgKey, status } of client.recallEach({ officialAccount: stage.officialAccount, msgKeys: source() })) {
    if (status === "recalled" || status === "presumedRecalled") settled.push(msgKey);
  }
  equal(settled.sort(), [...stage.streamed].sort(), "keys that were yielded");
}

/**
 * @param {Api} api
 * @param {Stage} stage
 * @param {unknown} reason
 */
async function aborts(api, stage, reason) {
  const controller = new AbortController();
  const signal = controller.signal;
  const { officialAccount, stalledUrl } = stage;
  const run = api.recall({ ...options(stage), baseUrl: stalledUrl, officialAccount, msgKeys: ONE, signal });
  setTimeout(() => controller.abort(reason), 150);
  const error = await refusal(() => run);
  equal(error.code, "ERR_ABORTED", "code");
  equal(error.cause === signal.reason, true, `cause ${error.cause} is the reason ${signal.reason}`);
  equal(error.report?.counts.unconfirmed, 1, "unconfirmed");
}

/**
 * @param {Api} api
 * @param {Stage} stage
 * @param {() => any} fetch
 */
async function hostile(api, stage, fetch) {
  const request = { officialAccount: stage.officialAccount, msgKeys: ONE };
  const ended = api.recall({ ...options(stage), ...request, fetch, retries: 1 });
  const outcome = await ended.then((report) => report.counts.unconfirmed === 1, (error) => api.isRecallError(error));
  equal(outcome, true, "an end that is told");
  explains(api, stage);
}

/** An answer about ONE. */
const BODY = JSON.stringify({ ActionStatus: "OK", ErrorCode: 0, ErrorInfo: "", RecallRetList: [{ MsgKey: ONE[0], RetCode: 0 }] });

/** @type {Check} */
async function readsMock(api, stage) {
  for (const mock of [{ status: 200, text: async () => BODY }, { status: 200, json: async () => JSON.parse(BODY) }]) {
    equal(await isRead(api, stage, mock), true, `complete with a mock of ${Object.keys(mock)}`);
  }
}

/** @type {Check} */
async function readsPieces(api, stage) {
  const bytes = new TextEncoder().encode(BODY);
  const body = new ReadableStream({
    start(controller) {
      for (const piece of [bytes.slice(0, 10), bytes.slice(10)]) controller.enqueue(piece);
      controller.close();
    },
  });
  equal(await isRead(api, stage, new Response(body)), true, "complete with a body without a length");
}

/**
 * @param {Api} api
 * @param {Stage} stage
 * @param {any} response
 */
async function isRead(api, stage, response) {
  const request = { officialAccount: stage.officialAccount, msgKeys: ONE, retries: 0 };
  return (await api.recall({ ...options(stage), ...request, fetch: async () => response })).complete;
}

/** @param {Stage} stage */
function options({ credentials, url, inBrowser }) {
  return { ...credentials, baseUrl: url, timeout: 60_000, allowSecretKeyInBrowser: inBrowser };
}

/**
 * Returns the error that a call throws or rejects with.
 * @param {() => unknown} work
 * @returns {Promise<any>}
 */
async function refusal(work) {
  try {
    await work();
  } catch (error) {
    return error;
  }
  throw new Error("found no error, expected one");
}

/**
 * @param {unknown} found
 * @param {unknown} expected
 * @param {string} what
 */
function equal(found, expected, what) {
  if (JSON.stringify(found) === JSON.stringify(expected)) return;
  throw new Error(`${what}: found ${JSON.stringify(found)}, expected ${JSON.stringify(expected)}`);
}

/** @param {any} error */
const describe = (error) => `${error?.stack ?? error}${error?.cause ? `\ncause: ${error.cause?.stack ?? error.cause}` : ""}`;

/** Records all console output and unhandled errors until the returned function is called. */
function watch() {
  /** @type {string[]} */
  const seen = [];
  const { console, EdgeRuntime } = /** @type {any} */ (globalThis);
  // In Vercel's edge runtime, `process` throws for every member except `env`.
  const process = EdgeRuntime ? undefined : /** @type {any} */ (globalThis).process;
  const kept = { ...console };
  const methods = ["debug", "error", "info", "log", "trace", "warn"];
  for (const method of methods) console[method] = (/** @type {unknown[]} */ ...values) => void seen.push(`${method}: ${values.join(" ")}`);
  const rejected = (/** @type {any} */ event) => void seen.push(`unhandled: ${describe(event?.reason ?? event?.error ?? event)}`);
  for (const event of ["unhandledrejection", "error"]) globalThis.addEventListener?.(event, rejected);
  process?.on?.("unhandledRejection", rejected);
  return () => {
    for (const method of methods) console[method] = kept[method];
    for (const event of ["unhandledrejection", "error"]) globalThis.removeEventListener?.(event, rejected);
    process?.off?.("unhandledRejection", rejected);
    return seen;
  };
}
