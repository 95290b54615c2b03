// The emulator over HTTPS: a client that accepts nothing else, the URL, the command's options, and unusable keys.
import assert from "node:assert/strict";
import { once } from "node:events";
import { request as httpRequest } from "node:http";
import { request as httpsRequest } from "node:https";
import { connect } from "node:net";
import { after, before, describe, it } from "node:test";
import { startEmulator } from "../../../pkg-template/emulator/index.js";
import { begin, cli, ended, environment } from "../cli/support/command.js";
import { ACCOUNT, RECALL, sign, urlOf } from "./support/caller.js";
import { LACKS_OPENSSL, makeCertificate } from "./support/certificate.js";

/** The header that Java clients of the service send. */
const HEADERS = { "content-type": "application/json; charset=utf-8", accept: "*/*", "user-agent": "okhttp/4.12.0" };

describe("the emulator over HTTPS", { skip: LACKS_OPENSSL }, () => {
  /** @type {ReturnType<typeof makeCertificate>} */
  let certificate;
  /** @type {import("../../../pkg-template/emulator/index.js").RunningEmulator} */
  let server;

  before(async () => {
    certificate = makeCertificate();
    const { key, cert } = certificate;
    server = await startEmulator({ accounts: [ACCOUNT], host: "localhost", tls: { key, cert } });
  });
  after(async () => {
    await server.close();
    certificate.remove();
  });

  const recallUrl = (/** @type {string} */ origin) => urlOf(RECALL, { userSig: sign({ at: Date.now() }), url: `${origin}/v4/official_account_open_http_svc` });

  /** Posts with a client that trusts only the certificate. @param {string} origin @param {object} body @returns {Promise<any>} */
  async function post(origin, body) {
    const sent = httpsRequest(recallUrl(origin), { method: "POST", headers: HEADERS, ca: certificate.cert });
    sent.end(JSON.stringify(body));
    const [response] = await once(sent, "response");
    const chunks = await response.toArray();
    return JSON.parse(Buffer.concat(chunks).toString());
  }

  it("has an https URL with the name in the certificate", () => {
    assert.equal(server.url, `https://localhost:${server.port}`);
  });

  it("answers the request body of another client of the service", async () => {
    const key = server.emulator.addMessage({ officialAccount: ACCOUNT, text: "wrong" });
    const body = { Official_Account: ACCOUNT, MsgKeyList: [key, "9_1_1698741698"], Reason: "sent by mistake" };
    assert.deepEqual(await post(server.url, body), {
      ActionStatus: "OK", ErrorInfo: "", ErrorCode: 0, RecallRetList: [{ MsgKey: key, RetCode: 0 }, { MsgKey: "9_1_1698741698", RetCode: 10030 }],
    });
    assert.equal(server.emulator.message(key)?.reason, "sent by mistake");
  });

  it("has the loopback address in its URL if it listens on all interfaces, and takes bytes", async () => {
    const tls = { key: Buffer.from(certificate.key), cert: Buffer.from(certificate.cert) };
    const other = await startEmulator({ accounts: [ACCOUNT], host: "0.0.0.0", tls });
    assert.equal(other.url, `https://127.0.0.1:${other.port}`);
    assert.equal((await post(other.url, {})).ErrorCode, 10004);
    await other.close();
  });

  it("closes the connection of a client that speaks plain HTTP", async () => {
    const sent = httpRequest(recallUrl(server.url.replace("https", "http")), { method: "POST" });
    sent.end("{}");
    await assert.rejects(once(sent, "response"));
  });

  it("closes while a client is still in the handshake", async () => {
    const { key, cert } = certificate;
    const other = await startEmulator({ tls: { key, cert } });
    const socket = connect(other.port, "127.0.0.1");
    await once(socket, "connect");
    await new Promise((resolve) => setTimeout(resolve, 20));
    const closed = once(socket, "close");
    await other.close();
    await closed;
  });

  it("rejects a key and a certificate that are missing or unusable, without quoting them", async () => {
    const { key, cert } = certificate;
    const start = (/** @type {unknown} */ tls) => startEmulator({ tls: /** @type {any} */ (tls) });
    await assert.rejects(start("yes"), { name: "TypeError", message: 'startEmulator: tls: found "yes", expected { key, cert }' });
    await assert.rejects(start({ key: 7 }), /^TypeError: startEmulator: tls\.key: found a value of type number, expected text or bytes in PEM; tls\.cert: found nothing, expected /);
    for (const wrong of [{ key: cert, cert }, { key: "a secret", cert }]) {
      await assert.rejects(start(wrong), /^TypeError: startEmulator: tls: found a key and a certificate that cannot be used \([A-Z_]+\), expected PEM that belongs together$/);
    }
    await assert.rejects(start({ key, cert: "" }), /tls\.cert: found an empty string/);
  });

  it("is started by the command, and its history is read by the command", async (t) => {
    const child = begin(["emulator", "--messages", "3", "--host", "localhost", "--tls-key", certificate.keyFile, "--tls-cert", certificate.certFile]);
    t.after(() => child.kill("SIGKILL"));
    const end = ended(child);
    let text = "";
    await new Promise((resolve) => child.stdout.on("data", (chunk) => {
      text += chunk;
      if (text.includes("Ctrl-C ends it")) resolve(undefined);
    }));
    assert.match(text, /The emulator listens on https:\/\/localhost:\d+\n/);
    const env = Object.fromEntries([...text.matchAll(/export (\w+)=(\S+)/g)].map(([, name, value]) => [name, value]));
    assert.equal(env.NODE_EXTRA_CA_CERTS, certificate.certFile);
    const { status, stdout, stderr } = await cli(["history", "--account", "@TOA#_demo", "--keys-only"], { env: { ...environment(), ...env } });
    assert.deepEqual([status, stdout.split("\n").length], [0, 4], stderr);
    child.kill("SIGINT");
    assert.equal((await end).status, 0);
  });

  it("is not started by the command without both files", async () => {
    const { status, stderr } = await cli(["emulator", "--tls-cert", certificate.certFile]);
    assert.equal(status, 2);
    assert.match(stderr, /^error: --tls-key: found nothing, expected FILE\n/);
    const swapped = await cli(["emulator", "--tls-key", certificate.certFile, "--tls-cert", certificate.keyFile]);
    assert.equal(swapped.status, 2);
    assert.match(swapped.stderr, /tls: found a key and a certificate that cannot be used/);
  });
});

describe("the command's option --host", () => {
  it("is refused if this machine has no such name or address", async () => {
    const { status, stderr } = await cli(["emulator", "--host", "192.0.2.1"]);
    assert.equal(status, 2);
    assert.match(stderr, /--host 192\.0\.2\.1: EADDRNOTAVAIL\n$/);
  });
});
