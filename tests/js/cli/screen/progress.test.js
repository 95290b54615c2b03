// The progress display of a run, for given figures and times: one state at any time, with its reason.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import stringWidth from "string-width";
import * as packageTexts from "../../../../pkg/texts/index.js";
import { usePackageTexts } from "../../../../pkg-template/cli/languages/sentence.js";
import { AnswerWatch } from "../../../../pkg-template/cli/run/answer_watch.js";
import { lasting } from "../../../../pkg-template/cli/languages/locale.js";
import { LiveArea } from "../../../../pkg-template/cli/terminal/live_area.js";
import { phaseOf } from "../../../../pkg-template/cli/run/run_phase.js";
import { progressLines, progressOn } from "../../../../pkg-template/cli/screen/progress.js";

const COUNTS = { recalled: 11_850, presumedRecalled: 0, notFound: 0, failed: 0, unconfirmed: 0, notAttempted: 0 };
/** A run in full swing. @type {import("../../../../pkg-template/cli/run/journaled_run.js").State} */
const BUSY = {
  accounts: 160, refusedAccounts: 0, counts: COUNTS, settled: 11_850, toSend: 200_000, requests: 1200, rate: 200, rateLimit: 200, inFlight: 12, answers: 1185, durationMs: 6000,
  isStopping: false, silentMs: 40, idleMs: 5, secondsLeft: 480,
};
const SILENT = { ...BUSY, silentMs: 12_300, idleMs: 4000, inFlight: 0, loss: /** @type {const} */ ({ code: "timeout", params: {} }) };

/**
 * @param {import("../../../../pkg-template/cli/run/journaled_run.js").State} state
 * @param {{ columns?: number, language?: "en" | "zh" }} [how]
 */
const shown = (state, { columns = 80, language = "en" } = {}) => progressLines(state, language, columns, (_, text) => text).join("\n");

usePackageTexts(packageTexts);

describe("the state of a run", () => {
  it("is one word at any time", () => {
    const first = { ...BUSY, answers: 0 };
    assert.equal(phaseOf(first), "checking");
    assert.equal(phaseOf({ ...first, silentMs: 1999 }), "checking");
    assert.equal(phaseOf({ ...first, silentMs: 2000 }), "silent");
    assert.equal(phaseOf(BUSY), "sending");
    assert.equal(phaseOf({ ...BUSY, rate: 40 }), "slowed");
    assert.equal(phaseOf({ ...BUSY, inFlight: 0, silentMs: 0, idleMs: 30_000 }), "slowed");
    assert.equal(phaseOf(SILENT), "silent");
    assert.equal(phaseOf({ ...SILENT, rate: 40 }), "silent");
    assert.equal(phaseOf({ ...SILENT, isStopping: true }), "stopping");
  });

  it("shows for how long there has been no answer, why, and what happens next, but no time left", () => {
    const text = shown(SILENT).replaceAll(/\s+/g, " ");
    assert.match(text, /^No answer for 12 s: The last request ended with a timeout\. Unanswered messages are sent again, .* the run ends by itself and can be resumed\./);
    assert.doesNotMatch(text, /left\b|in flight/);
    assert.match(text, /11,850 of 200,000 in 160 accounts/);
  });

  it("shows the time left only while it is meaningful", () => {
    assert.match(shown(BUSY), /about 8 min left/);
    assert.match(shown({ ...BUSY, rate: 20 }), /^Slowed by the service: up to 20 requests a second, 12 in flight[^]*about 8 min left/);
    for (const state of [SILENT, { ...BUSY, answers: 0 }, { ...BUSY, isStopping: true, stopsInMs: 6400 }]) assert.doesNotMatch(shown(state), /min left/);
  });

  it("shows while stopping what it waits for and how long at most", () => {
    assert.match(shown({ ...BUSY, isStopping: true, stopsInMs: 6400 }).replaceAll("\n", " "), /^Stopping: Nothing new is sent\. Waiting for answers to requests in flight: 12, for 7 s at most\. Ctrl-C again quits at once\./);
  });

  it("is said in Chinese too", () => {
    assert.match(shown(SILENT, { language: "zh" }), /^12 秒没有应答：最近一次请求的结果：超时。/);
    assert.match(shown(BUSY, { language: "zh" }), /^正在发送：[^]*约剩 8 分/);
  });

  it("fits terminals of any width", () => {
    for (const language of /** @type {const} */ (["en", "zh"])) {
      for (const state of [BUSY, SILENT, { ...BUSY, isStopping: true, stopsInMs: 6400 }, { ...BUSY, accounts: 1, officialAccount: `@TOA#_${"a".repeat(41)}` }, { ...BUSY, refusedAccounts: 12 }]) {
        for (let columns = 20; columns <= 200; columns += 1) {
          for (const line of shown(state, { columns, language }).split("\n")) assert.ok(stringWidth(line) <= columns, `${columns}: ${line}`);
        }
      }
    }
  });

  it("is a separate line without a terminal, printed at once when answers stop", () => {
    let written = "";
    const stream = /** @type {any} */ ({ write: (/** @type {string} */ text) => (written += text) });
    const progress = progressOn("en", stream);
    progress.show(BUSY);
    assert.match(written, /^Sending\n {2}11,850 of 200,000 in 160 accounts, about 8 min left; 11,850 recalled\n$/);
    progress.show({ ...SILENT, silentMs: 2100, durationMs: 6150 });
    assert.match(written, /No answer for 2 s: The last request ended with a timeout\./);
    const before = written;
    progress.show({ ...SILENT, silentMs: 2250, durationMs: 6300 });
    assert.equal(written, before);
  });
});

describe("the accounts of a run", () => {
  it("are named if it is one, else counted, and those that the service refused are counted too", () => {
    assert.match(shown({ ...BUSY, accounts: 1, officialAccount: "@TOA#_a" }), /11,850 of 200,000 in @TOA#_a, about/);
    assert.match(shown({ ...BUSY, refusedAccounts: 1 }), /in 160 accounts, about 8 min left\n11,850 recalled, 1 account refused\n/);
    assert.match(shown({ ...BUSY, refusedAccounts: 3 }, { language: "zh" }), /160 个公众号，11,850 \/ 200,000，约剩 8 分\n11,850 已撤回，3 个公众号被拒绝\n/);
  });
});

describe("the time without an answer", () => {
  const about = /** @type {const} */ ({ run: 1, request: 1, command: "recall", officialAccount: "@TOA#_a", messages: 10 });
  /** A watch, and functions that tell it of events. */
  function watched() {
    const watch = new AnswerWatch();
    return {
      watch,
      request: (/** @type {number} */ now) => watch.hear({ type: "request", ...about }, now),
      loss: (/** @type {number} */ now) => watch.hear({ type: "loss", ...about, ms: 1, loss: { code: "timeout", params: {} } }, now),
      answer: (/** @type {number} */ now, /** @type {{ status?: number, errorCode?: number }} */ more = { errorCode: 0 }) =>
        watch.hear({ type: "answer", ...about, ms: 1, status: 200, codes: {}, ...more }, now),
    };
  }

  it("starts with a request, and restarts with every answer while others are in flight", () => {
    const { watch, request, answer } = watched();
    assert.deepEqual(watch.silence(500), { silentMs: 0, idleMs: 0 });
    request(1000);
    request(1100);
    assert.equal(watch.silence(2500).silentMs, 1500);
    answer(3000);
    assert.equal(watch.silence(3500).silentMs, 500);
    answer(4000);
    assert.deepEqual(watch.silence(9000), { silentMs: 0, idleMs: 5000 });
    assert.deepEqual([watch.answers, watch.inFlight], [2, 0]);
  });

  it("continues over lost requests, and over what is not an answer of the service", () => {
    const { watch, request, loss, answer } = watched();
    request(1000);
    loss(2000);
    request(7000);
    assert.equal(watch.silence(9000).silentMs, 8000);
    answer(9500, { status: 502 });
    assert.deepEqual([watch.answers, watch.silence(10_000).silentMs], [0, 9000]);
  });

  it("ends with any answer: an outcome, a code of the service, or a refusal for the rate", () => {
    for (const more of [{ errorCode: 10002 }, { status: 429 }]) {
      const { watch, request, loss, answer } = watched();
      request(1000);
      loss(2000);
      request(3000);
      answer(4000, more);
      assert.deepEqual([watch.answers, watch.silence(9000).silentMs], [1, 0], JSON.stringify(more));
    }
  });
});

describe("redrawn lines", () => {
  /** @param {number} columns */
  function screen(columns) {
    const stream = { columns, text: "", write: (/** @type {string} */ text) => Boolean((stream.text += text)) };
    return { stream, area: new LiveArea(/** @type {any} */ (stream)) };
  }

  it("erase all rows of the earlier lines, also after the terminal was made narrower", () => {
    const { stream, area } = screen(80);
    area.draw(["x".repeat(70), "short"]);
    stream.text = "";
    stream.columns = 40;
    area.draw(["new"]);
    assert.ok(stream.text.includes("\u001B[3A\r\u001B[J"), JSON.stringify(stream.text));
    stream.text = "";
    area.clear();
    assert.ok(stream.text.startsWith("\u001B[1A\r\u001B[J"), JSON.stringify(stream.text));
    assert.ok(stream.text.endsWith("\u001B[?25h"), "the cursor is given back");
  });

  it("are not written if nothing has changed", () => {
    const { stream, area } = screen(80);
    area.draw(["same"]);
    stream.text = "";
    area.draw(["same"]);
    assert.equal(stream.text, "");
    area.clear();
  });
});

describe("a duration", () => {
  it("is never zero, and has a unit", () => {
    const cases = /** @type {[number, string, string][]} */ ([
      [3, "0.1 s", "0.1 秒"], [420, "0.4 s", "0.4 秒"], [9_940, "9.9 s", "9.9 秒"], [48_000, "48 s", "48 秒"], [200_000, "3 min 20 s", "3 分 20 秒"],
      [7_500_000, "2 h 5 min", "2 小时 5 分"],
    ]);
    for (const [ms, en, zh] of cases) assert.deepEqual([lasting(ms, "en"), lasting(ms, "zh")], [en, zh]);
  });
});
