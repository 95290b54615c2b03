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
  counts: COUNTS, settled: 11_850, toSend: 200_000, requests: 1200, rate: 200, rateLimit: 200, inFlight: 12, answers: 1185, durationMs: 6000,
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
    assert.match(text, /11,850 of 200,000/);
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
      for (const state of [BUSY, SILENT, { ...BUSY, isStopping: true, stopsInMs: 6400 }]) {
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
    assert.match(written, /^Sending\n {2}11,850 of 200,000, about 8 min left; 11,850 recalled\n$/);
    progress.show({ ...SILENT, silentMs: 2100, durationMs: 6150 });
    assert.match(written, /No answer for 2 s: The last request ended with a timeout\./);
    const before = written;
    progress.show({ ...SILENT, silentMs: 2250, durationMs: 6300 });
    assert.equal(written, before);
  });
});

describe("the time without an answer", () => {
  const NONE = { recalled: 0, presumedRecalled: 0, notFound: 0, failed: 0, unconfirmed: 0, notAttempted: 0 };
  const loss = /** @type {const} */ ({ code: "timeout", params: {} });
  /** A watch, and the function that gives it progress. */
  function watched() {
    const watch = new AnswerWatch();
    const at = (/** @type {number} */ now, /** @type {number} */ requests, /** @type {number} */ inFlight, /** @type {object} */ more = {}) =>
      watch.update({ requests, inFlight, counts: NONE, rate: 200, ...more }, now);
    return { watch, at };
  }

  it("starts with a request, and restarts with every answer while others are in flight", () => {
    const { watch, at } = watched();
    assert.deepEqual(watch.silence(500), { silentMs: 0, idleMs: 0 });
    at(900, 0, 0);
    at(1000, 1, 1);
    at(1100, 2, 2);
    assert.equal(watch.silence(2500).silentMs, 1500);
    at(3000, 2, 1, { counts: { ...NONE, recalled: 10 } });
    assert.equal(watch.silence(3500).silentMs, 500);
    at(4000, 2, 0, { counts: { ...NONE, recalled: 20 } });
    assert.deepEqual(watch.silence(9000), { silentMs: 0, idleMs: 5000 });
    assert.deepEqual([watch.answers, watch.inFlight], [2, 0]);
  });

  it("continues over lost requests", () => {
    const { watch, at } = watched();
    at(1000, 1, 1);
    at(2000, 1, 0, { loss });
    at(7000, 2, 1, { loss });
    assert.equal(watch.silence(9000).silentMs, 8000);
    at(9500, 2, 0, { loss, counts: { ...NONE, unconfirmed: 10 } });
    assert.deepEqual([watch.answers, watch.silence(10_000).silentMs], [0, 9000]);
  });

  it("ends with any answer: an outcome, a code of the service, or a rate that it lowers", () => {
    for (const change of [{ counts: { ...NONE, failed: 1 } }, { errorInfo: { 10002: "busy" } }, { rate: 100 }]) {
      const { watch, at } = watched();
      at(1000, 1, 1);
      at(2000, 1, 0, { loss });
      at(3000, 2, 1, { loss });
      at(4000, 2, 0, { loss, ...change });
      assert.deepEqual([watch.answers, watch.silence(9000).silentMs], [1, 0], JSON.stringify(change));
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
