// UserSigs of the built package, compared with known answers and with the vendor's signer on seeded random input.
import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { test } from "node:test";
import { inflateSync } from "node:zlib";
import { explainCode, inspectUserSig, signUserSig, verifyUserSig } from "../../../pkg/index.js";
import { seededRandom } from "./support/fixture.js";

const { Api } = createRequire(import.meta.url)("tls-sig-api-v2");
const { secretKey, vectors } = JSON.parse(readFileSync(new URL("../../vectors/usersig.json", import.meta.url), "utf8"));
const SEED = 20261123;

/** @param {string} userSig @returns {string} the JSON inside, read with Node's zlib */
function inflated(userSig) {
  const base64 = userSig.replaceAll("*", "+").replaceAll("-", "/").replaceAll("_", "=");
  return inflateSync(Buffer.from(base64, "base64")).toString("utf8");
}

/** @param {any} vector @returns {any} what signUserSig takes */
function claimsOf({ identifier, sdkAppId, time, expire, userBufBase64 }) {
  const userBuf = userBufBase64 === undefined ? undefined : new Uint8Array(Buffer.from(userBufBase64, "base64"));
  return { identifier, sdkAppId, secretKey, expire, userBuf, now: time * 1000 };
}

/** A UserSig by the vendor's signer, signed at a given time. @param {any} claims */
function byVendor({ sdkAppId, secretKey: key, identifier, expire, userBuf, now }) {
  const clock = Date.now;
  Date.now = () => now;
  try {
    const api = new Api(sdkAppId, key);
    return userBuf ? api.genSig(identifier, expire, Buffer.from(userBuf)) : api.genSig(identifier, expire);
  } finally {
    Date.now = clock;
  }
}

test("signing gives the known answers byte for byte", () => {
  assert.equal(vectors.length, 5);
  for (const vector of vectors) {
    const signed = signUserSig(claimsOf(vector));
    assert.equal(signed, vector.userSigStored, vector.name);
    assert.equal(inflated(signed), vector.inflatedJson, vector.name);
  }
});

test("the known answers are read and verified, compressed and stored", () => {
  for (const vector of vectors) {
    const { now, userBuf, ...claims } = claimsOf(vector);
    for (const userSig of [vector.userSigLevel6, vector.userSigStored]) {
      const info = inspectUserSig(userSig);
      const { identifier, sdkAppId, time, expire } = vector;
      assert.deepEqual({ ...info, userBuf: undefined }, { identifier, sdkAppId, issuedAt: time, expiresAt: time + expire, expire, userBuf: undefined });
      assert.deepEqual(info.userBuf, userBuf, vector.name);
      assert.deepEqual(verifyUserSig(userSig, { ...claims, userBuf, now: new Date(now) }), { valid: true, info });
    }
  }
});

test("each kind of invalid UserSig has its own message, with the service's code", () => {
  const [vector] = vectors;
  const { now, ...claims } = claimsOf(vector);
  const cases = /** @type {const} */ ([
    ["signature", 70009, { secretKey: secretKey.replace("5", "6") }],
    ["sdkAppId", 70014, { sdkAppId: 1400000001 }],
    ["identifier", 70013, { identifier: "somebody" }],
    ["expired", 70001, { now: now + (vector.expire + 1) * 1000 }],
    ["userBuf", 70003, { userBuf: Uint8Array.of(1) }],
  ]);
  for (const [failed, code, change] of cases) {
    const verdict = verifyUserSig(vector.userSigLevel6, { ...claims, now, ...change });
    assert.ok(!verdict.valid && verdict.failed === failed && verdict.message !== "", `${failed}: ${JSON.stringify(verdict)}`);
    assert.equal(verdict.code, code, failed);
    // These codes also have other meanings, which are not in the messages.
    assert.equal(verdict.message === explainCode(code).meaning, !["userBuf", "signature"].includes(failed), verdict.message);
  }
  for (const junk of ["", "x", "eJy", vector.userSigLevel6.slice(0, -9), "ä", "*".repeat(100_000)]) {
    const verdict = verifyUserSig(junk, { ...claims, now });
    assert.ok(!verdict.valid && verdict.failed === "format", junk.slice(0, 20));
    assert.throws(() => inspectUserSig(junk), { name: "RecallError", code: "ERR_INVALID_INPUT" });
  }
});

/** @param {() => number} random @param {number} most bytes of UTF-8 */
function randomIdentifier(random, most) {
  const alphabet = [..."abcXYZ0189_-.@ 管理员推送官方账号é\"\\/'<&😀"];
  let text = "";
  for (;;) {
    const next = text + alphabet[Math.floor(random() * alphabet.length)];
    if (Buffer.byteLength(next) > most || (text !== "" && random() < 0.06)) return text || "a";
    text = next;
  }
}

/** @param {() => number} random */
function randomClaims(random) {
  const integer = (/** @type {number} */ from, /** @type {number} */ to) => from + Math.floor(random() * (to - from + 1));
  const userBuf = random() < 0.4 ? Uint8Array.from({ length: integer(1, 60) }, () => integer(0, 255)) : undefined;
  return {
    sdkAppId: integer(1, 4294967295),
    identifier: randomIdentifier(random, 32),
    secretKey: Array.from({ length: 64 }, () => integer(0, 15).toString(16)).join(""),
    expire: integer(60, 1576800000),
    now: integer(1.5e12, 1.9e12),
    userBuf,
  };
}

test("1000 random UserSigs equal those of the vendor's signer in content, members and HMAC, and verify with only zlib and crypto", () => {
  const random = seededRandom(SEED);
  for (let round = 0; round < 1000; round += 1) {
    const claims = randomClaims(random);
    const where = `seed ${SEED}, round ${round}: ${JSON.stringify(claims)}`;
    const json = inflated(signUserSig(claims));
    assert.equal(json, inflated(byVendor(claims)), where);
    const members = JSON.parse(json);
    const lines = ["identifier", "sdkappid", "time", "expire", "userbuf"].filter((name) => `TLS.${name}` in members);
    const content = lines.map((name) => `TLS.${name}:${members[`TLS.${name}`]}\n`).join("");
    assert.equal(members["TLS.sig"], createHmac("sha256", claims.secretKey).update(content).digest("base64"), where);
    const { expire, ...expected } = claims;
    for (const userSig of [signUserSig(claims), byVendor(claims)]) {
      const verdict = verifyUserSig(userSig, expected);
      assert.ok(verdict.valid && verdict.info.expire === expire, where);
    }
  }
});

test("the default validity is a day and the default time is now", () => {
  const before = Math.floor(Date.now() / 1000);
  const info = inspectUserSig(signUserSig({ sdkAppId: 1400000000, identifier: "administrator", secretKey }));
  assert.equal(info.expire, 86400);
  assert.ok(info.issuedAt >= before && info.issuedAt <= Date.now() / 1000);
});
