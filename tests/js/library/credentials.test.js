// Wrongly copied or configured credentials, IDs and regions are rejected before anything is sent, with the value found.
import assert from "node:assert/strict";
import { test } from "node:test";
import { deflateSync } from "node:zlib";
import { RecallClient, buildRequest, inspectUserSig, recall, signUserSig, verifyUserSig } from "../../../pkg/index.js";
import { ACCOUNT, CREDENTIALS, SECRET_KEY as KEY, keysOf, refused } from "./support/fixture.js";

const USER_SIG = signUserSig(CREDENTIALS);
/** Makes a UserSig from any JSON. @param {unknown} json */
const packed = (json) => deflateSync(JSON.stringify(json)).toString("base64").replace(/[+/=]/g, (symbol) => ({ "+": "*", "/": "-", "=": "_" })[symbol] ?? "");
const V1 = packed({
  "TLS.account_type": "0", "TLS.appid_at_3rd": "0", "TLS.identifier": "administrator", "TLS.sdk_appid": "1400000000", "TLS.time": "1457431458",
  "TLS.expire_after": "15552000", "TLS.version": "201512300000", "TLS.sig": "MEUCIQCmvOC4JYsj2UnPQCFYjdV1Wn6FyuZT0WVOlVbQ8eQnDAIgJ9mY0yJpQ6mVJjzR8SZ2OXqpX0i0p1mF9m0p1J7WkNo=",
});

/** A `fetch` that counts. */
function counting() {
  const counted = { calls: 0, fetch: async () => ((counted.calls += 1), new Response("{}")) };
  return counted;
}

/** @param {any} change @returns {any} */
const inputWith = (change) => ({ ...CREDENTIALS, region: "singapore", officialAccount: ACCOUNT, msgKeys: keysOf(1), ...change });
const withoutRequest = (/** @type {any} */ { officialAccount: _account, msgKeys: _keys, ...options }) => options;

/** The only issue of recall() with this change; asserts that nothing was sent. @param {any} change */
async function issueOf(change) {
  const { fetch, ...counted } = counting();
  const { code, issues } = await refused(recall(inputWith({ fetch, ...change })));
  assert.equal(code, "ERR_INVALID_INPUT");
  assert.equal(issues.length, 1, JSON.stringify(issues));
  assert.equal(counted.calls, 0);
  return `${issues[0].path}: ${issues[0].message}`;
}

const HOLLOW = "a placeholder, unset variable, masked value or JSON";
const SPACE = "white space or an unseen character";
const AROUND = "more than it, as in NAME=value";

/** @param {() => unknown} call */
function thrownBy(call) {
  try {
    return call() && undefined;
  } catch (error) {
    return error;
  }
}

/** Obviously wrong secret keys, by their message. @type {Record<string, string[]>} */
const KEYS = {
  "quotes around it": [`"${KEY}"`, `'${KEY}'`, `\`${KEY}\``, `“${KEY}”`, `‘${KEY}’`, `«${KEY}»`, `「${KEY}」`, `"${KEY}`, `${KEY}'`, `\\"${KEY}\\"`, `"${KEY}",`, `${KEY}"`],
  [SPACE]: [`${KEY}\n`, `\r\n${KEY}`, `${KEY}\r`, ` ${KEY}`, `${KEY}\t`, `${KEY}\u00a0`, `\ufeff${KEY}`, `${KEY}\u200b`, `${KEY.slice(0, 32)}\n${KEY.slice(32)}`, `${KEY.slice(0, 32)}\u200b${KEY.slice(32)}`, `${KEY.slice(0, 9)}\u00a0${KEY.slice(9)}`, `\u2060${KEY}`, `${KEY}\u3000`, `${KEY}\0`, ` "${KEY}"\n`],
  [HOLLOW]: [
    "undefined", "null", "NaN", "[object Object]", "[object Promise]", "Undefined", "NULL", "(null)",
    "$SECRET", "${SECRET}", "$(cat key)", "$secretKey", "%SECRET%", "{{ secret }}", "{secret}", "<your key>", "<secretKey>", "[key]", "process.env.KEY", "import.meta.env.KEY", "os.environ['KEY']", "your-secret-key", "YOUR_KEY", "yourSecretKey", "your key", "changeme", "CHANGE_ME",
    "xxxx", "XXXXXXXX", "xxx", "****", "***", "...", "5bd2****3b5e", "5bd2…3b5e", "5bd2......3b5e", "••••••••", "●●●",
    `{"secretKey":"${KEY}"}`, `["${KEY}"]`, `{ "key": "${KEY}" }`,
  ],
  [AROUND]: [`SECRET=${KEY}`, `export SECRET=${KEY}`, `secretKey: ${KEY}`, `secretKey:${KEY}`, `=${KEY}`, `Bearer ${KEY}`, `${KEY} # production`, `${KEY},`, `${KEY};`, "arn:aws:secretsmanager:eu-west-1:1:secret", `https://example.com/${KEY}`, "op://vault/chat/key"],
  "percent-encoding": [`%22${KEY}%22`, `${KEY}%0A`, `${KEY}%0a`],
  "standard base64": [Buffer.from(KEY).toString("base64")],
  "a key of the old ECDSA form (v1)": ["-----BEGIN PRIVATE KEY-----\nMIGHAgEAMBMGByqGSM49\n-----END PRIVATE KEY-----", "-----BEGIN PRIVATE KEY-----", "-----BEGIN EC PRIVATE KEY-----\\nMHcC", `MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQg${"A".repeat(90)}`],
  "a UserSig": [USER_SIG, V1],
  "a JWT": ["eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl"],
};

test("an obviously wrong secret key is rejected by every function with a description, without quoting it", async () => {
  for (const [found, keys] of Object.entries(KEYS)) {
    for (const secretKey of keys) {
      const { calls, fetch } = counting();
      const input = inputWith({ fetch, secretKey });
      const { officialAccount, msgKeys, region, fetch: _fetch, ...signing } = input;
      for (const work of [() => recall(input), () => new RecallClient(withoutRequest(input)), () => signUserSig(signing), () => verifyUserSig(USER_SIG, signing), () => buildRequest(input)]) {
        const { code, issues, message } = await refused(work);
        const sentence = `found ${found}, expected the secret key alone, 64 hexadecimal digits from the console`;
        assert.deepEqual([code, issues.map((issue) => [issue.path, issue.code, issue.message])], ["ERR_INVALID_INPUT", [["secretKey", "mispaste", sentence]]], `${JSON.stringify(secretKey)}: ${message}`);
      }
      assert.equal(calls, 0);
    }
  }
});

test("any other text is accepted as a secret key, since no document defines its form", () => {
  for (const secretKey of [KEY, KEY.toUpperCase(), "k", "any text", "a key of this test, 密钥", "another", "0".repeat(64), "p@ss:word", "100%", "a#b", "it's", "nullable", "xx", "a-b_c.d", "key: short", "e".repeat(100), "user's \"key\" here"]) {
    const claims = { ...CREDENTIALS, secretKey };
    assert.ok(verifyUserSig(signUserSig(claims), claims).valid, secretKey);
  }
});

/** Texts that are not UserSigs, with their messages. @type {[string, string][]} */
const USER_SIGS = [
  [`${USER_SIG.slice(0, 76)}\n${USER_SIG.slice(76)}`, SPACE],
  [`${USER_SIG}\r\n`, SPACE],
  [`\ufeff${USER_SIG}`, SPACE],
  [`"${USER_SIG}"`, "quotes around it"],
  [`${USER_SIG}%2A`, "percent-encoding"],
  [`Bearer ${USER_SIG}`, AROUND],
  [`usersig=${USER_SIG}`, AROUND],
  [`?sdkappid=1&usersig=${USER_SIG}&random=1`, AROUND],
  [`https://console.tim.qq.com/v4/x?usersig=${USER_SIG}`, AROUND],
  [deflateSync("{}").toString("base64"), "standard base64"],
  [USER_SIG.replace(/[A-Z]/, "+"), "standard base64"],
  [V1, "a UserSig of the old ECDSA form (v1)"],
  [KEY, "a secret key"],
  [`{"userSig":"${USER_SIG}"}`, HOLLOW],
  ["eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl", "a JWT"],
  ["undefined", HOLLOW],
  ["${USERSIG}", HOLLOW],
  ["xxxx", HOLLOW],
  [USER_SIG.slice(0, -8), "one that is cut or altered"],
  [`${USER_SIG.slice(0, 20)}!${USER_SIG.slice(21)}`, "a character that no UserSig has"],
  ["e".repeat(8193), "more than 8192 characters"],
].map(([text, found]) => [text, `found ${found}, expected a UserSig made with the app's secret key (HMAC-SHA256, v2)`]);
USER_SIGS.push(["", "empty, expected a UserSig"]);

test("a text that is not a UserSig is rejected with a description, as an option", async () => {
  for (const [userSig, sentence] of USER_SIGS) assert.equal(await issueOf({ secretKey: undefined, userSig }), `userSig: ${sentence}`);
});

test("a text that is not a UserSig is rejected with a description, from a function", async () => {
  for (const [userSig, sentence] of USER_SIGS) {
    const { fetch, ...counted } = counting();
    const error = await refused(recall(inputWith({ fetch, secretKey: undefined, userSig: async () => userSig })));
    assert.deepEqual([error.code, error.message], ["ERR_USER_SIG_PROVIDER", `userSig(): ${sentence}`]);
    assert.equal(counted.calls, 0);
  }
});

test("a UserSig may have any characters of its alphabet", () => {
  for (const marks of ["----", "****", "xxxx", "____"]) assert.ok(!/placeholder/.test(String(thrownBy(() => inspectUserSig(`${USER_SIG.slice(0, 30)}${marks}${USER_SIG.slice(34)}`)))), marks);
});

test("UserSigs of other versions and unreadable ones are left to the service", () => {
  for (const userSig of [packed({ "TLS.ver": "3.0", "TLS.sig": "x" }), "abc"]) assert.ok(new RecallClient({ ...CREDENTIALS, secretKey: undefined, userSig, region: "singapore" }));
});

test("inspecting a text that is not a UserSig also gives a description", () => {
  for (const [userSig, sentence] of /** @type {[string, RegExp][]} */ ([
    [V1, /a UserSig of the old ECDSA form \(v1\)/],
    [KEY, /^alphabet: found a secret key, expected a UserSig$/],
    [`"${USER_SIG}"`, /quotes around it/],
    [`usersig=${USER_SIG}`, /as in NAME=value/],
    [`${USER_SIG.slice(0, 9)}\n${USER_SIG.slice(9)}`, /white space/],
    [USER_SIG.replaceAll("_", "%5F").replaceAll("*", "%2A") + "%5F", /percent-encod/],
  ])) {
    assert.throws(() => inspectUserSig(userSig), ({ issues }) => (assert.match(issues[0].message, sentence), true));
  }
});

/** Accounts, identifiers and URLs with their messages. @type {[any, string][]} */
const PLACES = [
  ...["@TOA", '"@TOA', "@TOA "].map((officialAccount) => /** @type {[any, string]} */ ([{ officialAccount }, "found @TOA alone: # begins a comment in .env files and shells, so quote it"])),
  [{ officialAccount: "#TOA#_x" }, "found # for @, as webhooks write it"],
  ...["@TOA#_a,@TOA#_b", "@TOA#_a @TOA#_b", "@TOA#_a\n@TOA#_b", '"@TOA#_a", "@TOA#_b"'].map((officialAccount) => /** @type {[any, string]} */ ([{ officialAccount }, "found several in one text"])),
  [{ officialAccount: '"@TOA#_x"' }, "found quotes around it"],
  [{ officialAccount: "@TOA#_x " }, `found ${SPACE}`],
  [{ officialAccount: "@TOA#_x\r" }, `found ${SPACE}`],
  [{ officialAccount: "OA=@TOA#_x" }, `found ${AROUND}`],
  [{ officialAccount: "@TOA#_x # prod" }, `found ${AROUND}`],
  [{ officialAccount: "%40TOA%23_x" }, "found percent-encoding"],
  [{ identifier: "administrator " }, `found ${SPACE}, expected a UserID alone`],
  [{ identifier: "\u200badmin" }, `found ${SPACE}, expected a UserID alone`],
  [{ identifier: '"administrator"' }, "found quotes around it, expected a UserID alone"],
  [{ sdkAppId: "1400000000" }, 'found the string "1400000000", expected an integer from 1 to 4294967295'],
  [{ baseUrl: "console.tim.qq.com" }, 'not an absolute URL, expected "https://host"'],
  [{ baseUrl: " https://console.tim.qq.com" }, `found ${SPACE}, expected the URL alone`],
  [{ baseUrl: "'https://console.tim.qq.com'" }, "found quotes around it, expected the URL alone"],
  [{ baseUrl: `https://user:${KEY}@example.com` }, "holds a user name or password, expected none"],
  [{ baseUrl: `https://example.com/?usersig=${USER_SIG}` }, "holds a query or fragment, expected scheme, host and path only"],
  ...["/v4", "/v4/", "/chat/v4", "/v4/official_account_open_http_svc/official_account_msg_recall"].map((path) => /** @type {[any, string]} */ ([{ baseUrl: `https://console.tim.qq.com${path}` }, "ends with a path that is added here, expected none of /v4"])),
];

test("an obviously wrong account, identifier or URL is rejected with the value found", async () => {
  for (const [change, found] of PLACES) {
    const [path] = Object.keys(change);
    const sentence = path === "officialAccount" ? `${found}, expected an official account id like "@TOA#_2J4SZEAEL"` : found;
    assert.equal(await issueOf(path === "baseUrl" ? { ...change, region: undefined } : change), `${path}: ${sentence}`);
  }
});

test("account IDs that legitimately have such characters are accepted", () => {
  const client = new RecallClient(withoutRequest(inputWith({})));
  for (const officialAccount of ["@TOA#_a,b", "@TOA#_a b", "@TOA#_@TOA#_c", "@TOA#_@TOA#2J4", "@TOA#_it's", "@TOA#_x-@TOA"]) assert.equal(client.plan({ officialAccount, msgKeys: keysOf(1) }).requests, 1);
});

test("a misspelled region is rejected with the correct name", async () => {
  for (const [region, meant] of [["ap-singapore", "singapore"], ["Singapore", "singapore"], ["sgp", "singapore"], ["SG", "singapore"], ["cn", "china"], ["CHINA", "china"], ["Silicon-Valley", "silicon-valley"], ["us", "silicon-valley"], ["usa", "silicon-valley"], ["kr", "seoul"], ["de", "frankfurt"], ["eu-frankfurt", "frankfurt"], ["jp", "tokyo"], ["idn", "jakarta"]]) {
    assert.match(await issueOf({ region }), new RegExp(`^region: found "${region}", expected one of china, .*, ksa; did you mean ${meant}\\?$`));
  }
  for (const region of ["mars", "", "s", "管", "includes"]) assert.match(await issueOf({ region }), /^region: found ".*", expected one of china, .*, ksa$/);
});

test("a text longer than any credential is rejected for its length, without further checks", () => {
  const client = new RecallClient({ sdkAppId: 1400000000, identifier: "administrator", secretKey: "0123456789abcdef", region: "singapore" });
  const said = (/** @type {string} */ officialAccount) => {
    try {
      client.plan({ officialAccount, msgKeys: ["71_1_1698741698"] });
      return "";
    } catch (error) {
      return /** @type {Error} */ (error).message;
    }
  };
  assert.match(said("@TOA#_a,@TOA#_b"), /several in one text/);
  assert.match(said("@TOA#_".repeat(1000)), /several in one text|6000 bytes/);
  assert.match(said("@TOA#_,".repeat(2000)), /an official account id of 14000 bytes, expected at most 48/);
});
