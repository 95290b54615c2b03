// signUserSig against the vendor's tls-sig-api-v2, which uses Node's own zlib and crypto. Outputs are compared first.
import { createRequire } from "node:module";
import { inflateSync } from "node:zlib";
import { signUserSig } from "../../pkg/index.js";
import { CREDENTIALS, inTurns, median, shown, table } from "./measure.js";

const { Api } = createRequire(import.meta.url)("tls-sig-api-v2");
const { sdkAppId, identifier, secretKey } = CREDENTIALS;
const ROUNDS = 41;
const CALLS = 2000;

const api = new Api(sdkAppId, secretKey);
const library = () => signUserSig({ sdkAppId, identifier, secretKey, expire: 86400 });
const vendor = () => api.genSig(identifier, 86400);

/** @param {string} userSig */
const inflated = (userSig) => inflateSync(Buffer.from(userSig.replaceAll("*", "+").replaceAll("-", "/").replaceAll("_", "="), "base64")).toString();

const clock = Date.now;
Date.now = () => 1_700_000_000_000;
if (inflated(library()) !== inflated(vendor())) throw new Error("the two signers do not agree: nothing to measure");
Date.now = clock;

/** Signatures per second. @param {() => string} sign */
function rate(sign) {
  const start = performance.now();
  for (let call = 0; call < CALLS; call += 1) sign();
  return (CALLS / (performance.now() - start)) * 1000;
}

await inTurns(5, { library: () => rate(library), vendor: () => rate(vendor) });
const figures = await inTurns(ROUNDS, { library: () => rate(library), vendor: () => rate(vendor) });
const [ours, theirs] = [median(figures.library), median(figures.vendor)];
table(`signUserSig, signatures a second (median of ${ROUNDS} rounds of ${CALLS})`, [
  ["tencent-chat-recall", shown(ours)],
  ["tls-sig-api-v2", shown(theirs)],
  ["ratio", `${shown(ours / theirs)}x`, "bar 1.3x, aim 3x"],
]);
