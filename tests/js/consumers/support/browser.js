// A browser without a debugger, as users have it: it is started with one page, opens the pages that the test requests, and every page
// reports its results to the test's server.
import { createReadStream, mkdtempSync, rmSync, statSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { extname, join } from "node:path";
import { testProgram } from "../../../../.scripts/debian.js";
import { finish, printed, start } from "./programs.js";

/** @typedef {import("../conformance.js").Stage} Stage */
/** @typedef {"chromium" | "firefox" | "webkit"} Engine */

/** @type {Record<string, string>} */
const TYPES = { ".html": "text/html; charset=utf-8", ".js": "text/javascript", ".mjs": "text/javascript", ".css": "text/css", ".wasm": "application/wasm" };
const PATIENCE = 180_000;

/**
 * Flags for each engine: no window, a separate profile, no background requests.
 * @type {Record<Engine, (profile: string) => string[]>}
 */
const FLAGS = {
  chromium: (profile) => [
    ..."--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking".split(" "),
    ..."--disable-component-update --disable-sync".split(" "),
    `--user-data-dir=${profile}`,
  ],
  firefox: (profile) => ["--headless", "--no-remote", "--profile", profile],
  webkit: () => [],
};

/**
 * @param {Engine} engine
 * @param {string} folder whose files the server serves
 */
export async function openBrowser(engine, folder) {
  const desk = new Desk(folder);
  const url = await desk.listen();
  const profile = mkdtempSync(join(tmpdir(), "tencent-chat-recall-profile-"));
  const { programs, version } = await launch(engine, profile, `${url}/idle.html`);
  const close = async () => {
    for (const program of programs.reverse()) await program.stop();
    await desk.close();
    rmSync(profile, { recursive: true, force: true, maxRetries: 10 });
  };
  /**
   * Opens a page and waits for its report.
   * @param {string} page path, or full URL on another server
   * @param {Stage} stage
   * @param {Record<string, string>} [headers] with which the page is served
   * @returns {Promise<any>}
   */
  const visit = (page, stage, headers = {}) => desk.visit(page, stage, headers).catch((error) => {
    throw new Error(`${error.message}\n${programs.map(({ output }) => output.stderr.slice(-2000)).join("\n")}`);
  });
  return { url, visit, close, version };
}

/**
 * @param {Engine} engine
 * @param {string} profile an empty folder
 * @param {string} page
 */
async function launch(engine, profile, page) {
  const home = { HOME: profile, XDG_CONFIG_HOME: profile, XDG_CACHE_HOME: profile };
  const programs = [];
  const place = { cwd: profile, env: home };
  if (engine === "webkit") {
    const display = start(testProgram("xvfb"), ["-displayfd", "1", "-screen", "0", "1024x768x24", "-nolisten", "tcp"], place);
    const [, number] = await printed(display, /^(\d+)\n/);
    programs.push(display);
    place.env = Object.assign(home, { DISPLAY: `:${number}`, GDK_BACKEND: "x11", WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS: "1" });
  }
  const { stdout } = await finish(testProgram(engine), ["--version"], place);
  const version = /\d[\d.]*\d/.exec(stdout)?.[0] ?? stdout.trim();
  programs.push(start(testProgram(engine), [...FLAGS[engine](profile), page], place));
  return { programs, version };
}

/** The server that the pages are loaded from and report to. */
class Desk {
  #folder;
  #server = createServer((request, response) => void this.#answer(request, response));
  /** @type {((path: string) => void) | undefined} */
  #go;
  /** @type {string | undefined} */
  #waiting;
  /** @type {{ stage: Stage, page: string, headers: Record<string, string>, resolve: (found: unknown) => void } | undefined} */
  #visit;
  #url = "";

  /** @param {string} folder */
  constructor(folder) {
    this.#folder = folder;
  }

  /** @returns {Promise<string>} its URL, without a slash at the end */
  async listen() {
    await new Promise((resolve) => this.#server.listen(0, "127.0.0.1", () => resolve(undefined)));
    this.#url = `http://127.0.0.1:${/** @type {import("node:net").AddressInfo} */ (this.#server.address()).port}`;
    return this.#url;
  }

  close() {
    const closed = new Promise((resolve) => this.#server.close(resolve));
    this.#server.closeAllConnections();
    return closed;
  }

  /**
   * @param {string} page
   * @param {Stage} stage
   * @param {Record<string, string>} headers
   */
  visit(page, stage, headers) {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`${page} told nothing within ${PATIENCE} ms`)), PATIENCE);
      const done = (/** @type {unknown} */ found) => (clearTimeout(timer), resolve(found));
      this.#visit = { stage, page, headers, resolve: done };
      const destination = new URL(page, this.#url).href;
      if (this.#go) this.#go(destination);
      else this.#waiting = destination;
      this.#go = undefined;
    });
  }

  /**
   * @param {import("node:http").IncomingMessage} request
   * @param {import("node:http").ServerResponse} response
   */
  async #answer(request, response) {
    const path = (request.url ?? "/").split("?")[0];
    // Pages of other servers report here too.
    const open = { "access-control-allow-origin": "*", "cache-control": "no-store" };
    if (path === "/stage") return void response.writeHead(200, open).end(JSON.stringify(this.#visit?.stage));
    if (path === "/report") {
      let body = "";
      for await (const part of request.setEncoding("utf8")) body += part;
      response.writeHead(200, open).end();
      return this.#visit?.resolve(JSON.parse(body));
    }
    if (path === "/next") {
      if (!this.#waiting) this.#waiting = await new Promise((resolve) => (this.#go = resolve));
      response.writeHead(200, open).end(this.#waiting);
      this.#waiting = undefined;
      return;
    }
    this.#file(path, response);
  }

  /**
   * @param {string} path
   * @param {import("node:http").ServerResponse} response
   */
  #file(path, response) {
    const file = join(this.#folder, path);
    const isThere = file.startsWith(this.#folder) && statSync(file, { throwIfNoEntry: false })?.isFile();
    if (!isThere) return void response.writeHead(404, { "content-type": "text/plain" }).end("Not found\n");
    const headers = path === this.#visit?.page ? this.#visit.headers : {};
    response.writeHead(200, { "content-type": TYPES[extname(file)] ?? "application/octet-stream", ...headers });
    createReadStream(file).pipe(response);
  }
}
