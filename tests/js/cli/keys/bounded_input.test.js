// Inputs without an end, a line break or a writer: each is rejected with a message, quickly and with little memory.
import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { closeSync, openSync, truncateSync, writeFileSync, writeSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { describe, it } from "node:test";
import { lacks } from "../../../../.scripts/needs.js";
import { blocksOf, readSmall, standardInput } from "../../../../pkg-template/cli/files/bounded_file.js";
import { textIn } from "../../../../pkg-template/cli/languages/sentence.js";
import { limited } from "../../../../pkg-template/cli/keys/input_limit.js";
import { ACCOUNT, CLI, cli, ended, environment, folderOf, stage } from "../support/command.js";

const HERE = environment("http://127.0.0.1:9");
/** A small heap, so that a program that stores the input would crash. */
const LITTLE_MEMORY = { ...HERE, NODE_OPTIONS: "--max-old-space-size=200" };
const isWindows = process.platform === "win32";

/** A program that reads a named file, or standard input from a shell. @param {string} script */
async function shell(script) {
  const child = spawn("bash", ["-c", script.replaceAll("CLI", `'${process.execPath}' '${CLI}'`)], { env: LITTLE_MEMORY, stdio: ["ignore", "pipe", "pipe"] });
  return ended(/** @type {any} */ (child));
}

/** @param {AsyncIterable<Uint8Array | string>} blocks */
async function textOf(blocks) {
  let text = "";
  for await (const block of blocks) text += block.toString();
  return text;
}

describe("a key file", { skip: isWindows }, () => {
  it("that is a device, a folder or a socket is rejected at once", async (t) => {
    const folder = folderOf(t);
    const socket = join(folder, "socket");
    const server = createServer().listen(socket);
    t.after(() => server.close());
    for (const [path, said] of /** @type {[string, RegExp][]} */ ([
      ["/dev/urandom", /\/dev\/urandom: found a device, expected a file or a pipe/], ["/dev/zero", /\/dev\/zero: found a device/],
      [folder, /found a folder, expected a file or a pipe/], [socket, /socket: (found a device|cannot be read)/],
    ])) {
      for (const words of [["parse", path], ["recall", "--account", ACCOUNT, "--keys", path, "--yes"]]) {
        const { status, stderr } = await cli(words, { env: HERE });
        assert.match(stderr, said);
        assert.equal(status, 2);
      }
    }
  });

  it("that is a pipe without a writer is rejected after a wait", async (t) => {
    const pipe = join(folderOf(t), "pipe");
    execFileSync("mkfifo", [pipe]);
    let now = 0;
    /** @type {import("../../../../pkg-template/cli/languages/sentence.js").Sentence[]} */
    const said = [];
    const step = () => (now += 700);
    await assert.rejects(textOf(blocksOf(pipe, { now: step, say: (notice) => void said.push(notice) })), /pipe: found a pipe with nothing written to it within 5 seconds/);
    assert.deepEqual(said.map(({ code }) => code), ["waitingForPipe"]);
    assert.match(textIn(said[0] ?? assert.fail(), "en"), /^Waiting for input on .*pipe\. Ctrl-C leaves\.$/);
  });

  it("that is a pipe with a writer is read to its end, however late the writer is", async (t) => {
    const pipe = join(folderOf(t), "pipe");
    execFileSync("mkfifo", [pipe]);
    const reading = textOf(blocksOf(pipe, { now: () => 0 }));
    spawn("bash", ["-c", `(echo 1_1_1698741698; sleep 0.1; echo 2_1_1698741698) > '${pipe}'`]);
    assert.equal(await reading, "1_1_1698741698\n2_1_1698741698\n");
    const { stdout } = await shell("CLI parse <(echo 1_1_1698741698; sleep 0.1; echo 2_1_1698741698)");
    assert.equal(stdout, "1_1_1698741698\n2_1_1698741698\n");
  });

  it("that stops delivering is given up, and a small one sooner", async (t) => {
    const pipe = join(folderOf(t), "pipe");
    execFileSync("mkfifo", [pipe]);
    const writer = openSync(pipe, "r+");
    t.after(() => closeSync(writer));
    writeSync(writer, "1_1_1698741698\n");
    let now = 0;
    await assert.rejects(textOf(blocksOf(pipe, { now: () => (now += 40_000), say: () => {} })), /pipe: found a pipe that was silent for 600 seconds/);
    writeSync(writer, "x".repeat(200));
    assert.throws(() => readSmall(pipe, { most: 100, expected: "plan" }), /pipe: found more than 100 bytes, expected a plan in JSON/);
  });

  it("that is one line of ten gigabytes is rejected with a message", { timeout: 60_000 }, async (t) => {
    const path = join(folderOf(t), "large");
    writeFileSync(path, "x");
    truncateSync(path, 10 * 1024 ** 3);
    const { status, stderr } = await cli(["parse", path], { env: LITTLE_MEMORY });
    assert.match(stderr, /large: found one document or line of more than 64 MB/);
    assert.equal(status, 2);
  });
});

describe("standard input", { skip: isWindows }, () => {
  it("that never ends and has no key is rejected with a message, whatever it contains", { timeout: 300_000, skip: lacks("time") }, async () => {
    for (const [source, said] of /** @type {[string, RegExp][]} */ ([
      ["(echo 1_1_1698741698; yes) |", /standard input: found (more than 100000 lines that hold no MsgKey|256 MB without a MsgKey)/],
      ["cat /dev/zero |", /standard input: found one document or line of more than 64 MB/],
      ["cat /dev/urandom |", /standard input: found /],
    ])) {
      const { status, stderr } = await shell(`${source} CLI parse - --skip-invalid`);
      assert.match(stderr, said, source);
      assert.equal(status, 2, source);
    }
  });

  it("with an endless UserSig is rejected with a message", { timeout: 30_000 }, async () => {
    for (const command of ["inspect", "verify"]) {
      const { status, stderr } = await shell(`cat /dev/zero | CLI ${command}`);
      assert.match(stderr, /standard input: found more than 65536 characters, expected a UserSig/);
      assert.equal(status, 2);
    }
  });

  it("that delivers nothing causes a message about waiting, and finally an error", async () => {
    /** @type {import("../../../../pkg-template/cli/languages/sentence.js").Sentence[]} */
    const said = [];
    const never = { [Symbol.asyncIterator]: () => ({ next: () => new Promise(() => {}) }) };
    const how = { input: /** @type {any} */ (never), say: (/** @type {typeof said[0]} */ notice) => void said.push(notice), sayMs: 1, silenceMs: 50 };
    await assert.rejects(textOf(standardInput(how)), /standard input: silent for 0\.05 seconds, expected its end/);
    assert.match(textIn(said[0] ?? assert.fail(), "en"), /^Waiting for keys on standard input\. Ctrl-D on a new line ends it, Ctrl-C leaves\.$/);
  });

  it("with more keys than any app has is given up", async () => {
    const counts = { messages: 0, rejectedCount: 0 };
    async function* blocks() {
      for (;;) {
        counts.messages += 20_000_000;
        yield "x";
      }
    }
    await assert.rejects(textOf(limited(blocks(), "keys.txt", counts)), /keys\.txt: found more than 50000000 MsgKeys, expected a list of keys that ends\. Nothing was sent\./);
  });
});

describe("the first missing thing", () => {
  it("is reported first: the file, and not the terminal", async (t) => {
    const { run } = await stage(t);
    const { status, stderr } = await run(["recall", "--account", ACCOUNT, "--keys", "nowhere.txt"]);
    assert.match(stderr, /nowhere\.txt: cannot be read: there is no such file/);
    assert.doesNotMatch(stderr, /terminal/);
    assert.equal(status, 2);
  });
});
