// Malformed HTTP requests: each is answered with an envelope that says what is wrong.
import assert from "node:assert/strict";
import { connect } from "node:net";
import { after, before, describe, it } from "node:test";
import { startEmulator } from "../../../pkg-template/emulator/index.js";
import { ACCOUNT } from "./support/caller.js";

/** @type {import("../../../pkg-template/emulator/index.js").RunningEmulator} */
let server;
before(async () => {
  server = await startEmulator({ accounts: [ACCOUNT] });
});
after(() => server.close());

const PATH = "/v4/official_account_open_http_svc/official_account_msg_recall";

/**
 * Sends bytes on a new connection and returns the answer.
 * @param {string | Uint8Array} bytes
 * @returns {Promise<{ head: string, code: number, info: string }>}
 */
async function answered(bytes) {
  /** @type {string} */
  const got = await new Promise((resolve) => {
    let text = "";
    const socket = connect(server.port, "127.0.0.1", () => socket.end(bytes));
    socket.setEncoding("utf8");
    socket.on("data", (chunk) => { text += chunk; });
    socket.on("error", () => {});
    socket.on("close", () => resolve(text));
  });
  const [head = "", body = ""] = got.split("\r\n\r\n");
  const { ActionStatus, ErrorCode, ErrorInfo } = JSON.parse(body);
  assert.equal(ActionStatus, "FAIL");
  assert.equal(Number(/content-length: (\d+)/i.exec(head)?.[1]), Buffer.byteLength(body));
  return { head, code: ErrorCode, info: ErrorInfo };
}

/** @type {Record<string, [bytes: string | Uint8Array, status: number, info: RegExp]>} */
const BYTES = {
  "an identifier as raw UTF-8": [`POST ${PATH}?identifier=管理员&usersig=x HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\n{}`, 200,
    /^HTTP parse error: byte 80 of the request line is not ASCII, expected .* percent-encoded UTF-8 \(%E7 for this byte\)$/],
  "an identifier as Latin-1": [Buffer.from(`POST ${PATH}?identifier=andr\xe9 HTTP/1.1\r\n\r\n`, "latin1"), 200, /\(%E9 for this byte\)$/],
  "a text": ["hello\r\n\r\n", 400, /^HTTP parse error: these bytes are not an HTTP\/1\.1 request \(.+\)$/],
  "bytes": [new Uint8Array([0, 255, 1, 254]), 400, /these bytes are not an HTTP\/1\.1 request/],
  "a TLS connection": [new Uint8Array([0x16, 0x03, 0x01, 0x02, 0x00, 0x01, 0x00, 0x01, 0xfc, 0x03, 0x03]), 400, /begin a TLS connection; this port speaks plain HTTP, so use http:$/],
  "HTTP/2 without TLS": ["PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 400, /these bytes are not an HTTP\/1\.1 request/],
  "an unknown method": ["RECALL / HTTP/1.1\r\nHost: x\r\n\r\n", 400, /these bytes are not an HTTP\/1\.1 request \(.+\)$/],
  "a header with a line break": ["POST / HTTP/1.1\r\nHost: x\r\na\r\n\r\n", 400, /these bytes are not/],
  "a header of 100 KB": [`POST / HTTP/1.1\r\nHost: x\r\nA: ${"x".repeat(100_000)}\r\n\r\n`, 431, /the URL and the headers are too long/],
  "a body with invalid chunks": [`POST ${PATH} HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n`, 400, /these bytes are not/],
  "a body that ends early": [`POST ${PATH} HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\n{}`, 400, /these bytes are not/],
  "two lengths": [`POST ${PATH} HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n{}`, 400, /these bytes are not/],
  "a proxy's CONNECT": ["CONNECT host.example:443 HTTP/1.1\r\nHost: x\r\n\r\n", 200, /the method is "CONNECT", expected POST$/],
  "no Host": [`POST ${PATH} HTTP/1.1\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}`, 200, /^SDKAppID is missing in the URL/],
  "an expectation": [`POST ${PATH} HTTP/1.1\r\nHost: x\r\nExpect: nothing\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}`, 200, /^SDKAppID is missing in the URL/],
  "an upgrade": [`POST ${PATH} HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade, close\r\nContent-Length: 2\r\n\r\n{}`, 200, /^SDKAppID is missing in the URL/],
  "a whole URL, as to a proxy": [`POST http://host.example${PATH} HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}`, 200, /^HTTP parse error: the path is "http:\/\/host.…" \(\d+ characters\)/],
  "a body that is not UTF-8": [Buffer.from(`POST ${PATH}?sdkappid=1&identifier=a&usersig=b&random=1&contenttype=json HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nConnection: close\r\n\r\n\xff\xfe\x00`, "latin1"), 200, /^The request JSON cannot be parsed: the body \(3 characters\) is not JSON$/],
};

describe("the server answers", () => {
  for (const [name, [bytes, status, info]] of Object.entries(BYTES)) {
    it(name, async () => {
      const answer = await answered(bytes);
      assert.match(answer.head, new RegExp(`^HTTP/1\\.1 ${status} `));
      assert.match(answer.info, info);
      assert.ok([60002, 60003, 60012].includes(answer.code), String(answer.code));
    });
  }

  it("the next request normally", async () => {
    const response = await fetch(`${server.url}${PATH}`, { method: "POST", body: "{}" });
    assert.deepEqual([response.status, /** @type {any} */ (await response.json()).ErrorCode], [200, 60012]);
  });

  it("random bytes with an envelope, and keeps running", async () => {
    const seed = Math.floor(Math.random() * 2 ** 31);
    let state = seed;
    const next = () => (state = (state * 1103515245 + 12345) % 2 ** 31) / 2 ** 31;
    for (let round = 0; round < 50; round++) {
      const bytes = Uint8Array.from({ length: 1 + Math.floor(next() * 200) }, () => Math.floor(next() * 256));
      await answered(bytes).catch((error) => assert.fail(`seed ${seed}, round ${round}: ${Buffer.from(bytes).toString("hex")}: ${error.message}`));
    }
  });
});
