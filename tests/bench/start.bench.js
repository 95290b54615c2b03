// Time from `import` to the first request on the wire, in new Node processes, compared with the vendor's signer and plain fetch.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:http";
import { pathToFileURL, fileURLToPath } from "node:url";
import { CREDENTIALS, ACCOUNT, inTurns, median, shown, table } from "./measure.js";

const ROUNDS = 31;
const { sdkAppId, identifier, secretKey } = CREDENTIALS;
const library = pathToFileURL(fileURLToPath(new URL("../../pkg/index.js", import.meta.url))).href;
const KEY = "71_1_1698741698";

let arrived = 0;
const server = createServer((request, response) => {
  arrived ||= performance.timeOrigin + performance.now();
  request.resume().once("end", () => response.end(`{"ActionStatus":"OK","ErrorCode":0,"ErrorInfo":"","RecallRetList":[{"MsgKey":"${KEY}","RetCode":0}]}`));
});
server.listen(0, "127.0.0.1");
await once(server, "listening");
const baseUrl = `http://127.0.0.1:${/** @type {any} */ (server.address()).port}`;

const CLOCK = "process.stdout.write(String(performance.timeOrigin + performance.now()));";
const PROGRAMS = {
  library: `${CLOCK}
    const { recall } = await import(${JSON.stringify(library)});
    await recall(${JSON.stringify({ sdkAppId, identifier, secretKey, baseUrl, officialAccount: ACCOUNT, msgKeys: [KEY] })});`,
  bare: `${CLOCK}
    const { default: { Api } } = await import("tls-sig-api-v2");
    const sig = new Api(${sdkAppId}, ${JSON.stringify(secretKey)}).genSig(${JSON.stringify(identifier)}, 86400);
    const query = new URLSearchParams({ sdkappid: "${sdkAppId}", identifier: ${JSON.stringify(identifier)}, usersig: sig, random: "1", contenttype: "json" });
    const response = await fetch(${JSON.stringify(baseUrl)} + "/v4/official_account_open_http_svc/official_account_msg_recall?" + query, {
      method: "POST", headers: { "content-type": "application/json" },
      body: JSON.stringify({ Official_Account: ${JSON.stringify(ACCOUNT)}, MsgKeyList: [${JSON.stringify(KEY)}] }),
    });
    await response.json();`,
};

/** Milliseconds from before the import to the arrival of the request. @param {string} program */
async function measure(program) {
  arrived = 0;
  const child = spawn(process.execPath, ["--input-type=module", "--eval", program], { cwd: import.meta.dirname, stdio: ["ignore", "pipe", "inherit"] });
  let text = "";
  child.stdout.setEncoding("utf8").on("data", (part) => (text += part));
  const [code] = await once(child, "close");
  if (code !== 0 || arrived === 0) throw new Error(`a measured program failed with ${code}`);
  return arrived - Number(text);
}

const contestants = { library: () => measure(PROGRAMS.library), bare: () => measure(PROGRAMS.bare) };
await inTurns(2, contestants);
const figures = await inTurns(ROUNDS, contestants);
server.close();
const [ours, theirs] = [median(figures.library), median(figures.bare)];
table(`From import to the first request on the wire, ms (median of ${ROUNDS} fresh processes each)`, [
  ["tencent-chat-recall", shown(ours)],
  ["tls-sig-api-v2 + fetch", shown(theirs)],
  ["ratio", `${shown(ours / theirs)}x`, "bar 1.5x, aim 1.0x"],
]);
