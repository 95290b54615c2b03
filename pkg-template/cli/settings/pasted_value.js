// Detects what quoting, copying and templates leave in a setting. What can be repaired safely is repaired; the rest is rejected before
// anything is sent, because to the service a wrong key is the key of another app. No code carries the value, which may be a secret.

const QUOTES = "\"'`\u00b4\u2018\u2019\u201a\u201b\u201c\u201d\u201e\u00ab\u00bb\u2039\u203a\uff02\uff07";
/** A quote at one end is enough: the other may have been cut off. */
const QUOTED = new RegExp(`^\\\\*[${QUOTES}]|[${QUOTES}]$`, "u");
/** What programs write for a missing value. */
const NO_VALUE = /^(undefined|null|none|nil|nan|\(null\)|\[object \w+\]|<nil>)$/i;
/** References to a variable or a secret, in shells, PowerShell, cmd, templates, CI and programs. */
const REFERENCE = /^(\$[A-Za-z_{(]|%\w+%$|\{\{|#\{|<%|process\.env\b|os\.environ\b|secrets\.|env:)/;
const IN_BRACKETS = /^(<.*>|\[.*\]|\{.*\})$/;
const PLACEHOLDER = /^(your|insert|enter|paste|replace|change)[-_ ]?(me|this|here|the|your|own|sdk|app|secret|user|key|sig|id|region)|^(todo|tbd|fixme|example|secret[-_ ]?key|user[-_ ]?sig|x{3,}|-+)$/i;
/** A secret as consoles and CI logs mask it. */
const MASKED = /[*•●]{3,}|^[*•●xX]{3,}$|\.{3}|…/;
/** A UserSig may contain asterisks. */
const MASKED_USER_SIG = /^[*•●xX.…]{3,}$|[•●…]|\*{6,}|\.{3}/;
/** A whole line of a file or a shell. */
const ASSIGNMENT = /^(?:(?:export|set|setx|env|ENV|ARG|-e)\s+|\$env:)?["']?[A-Za-z_][\w.-]*["']?\s*=\s*[^\s=]|^["']?[A-Za-z_][\w.-]*["']?\s*:\s|TENCENT_CHAT_/;
const ESCAPED = /\\(?:[nrt"']|u[0-9a-fA-F]{4}|x[0-9a-fA-F]{2})/;
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u;
const JSON_TEXT = /^[{[]\s*"/;
/** The path of a file, such as a mounted secret. */
const PATH = /^@?(?:~|\.{0,2})[/\\]|^@?[A-Za-z]:[/\\]|^@?[\w.-]+\.(?:txt|key|pem|env|json|ya?ml|sig|usersig)$/i;
const BOOLEAN = /^(?:true|false|yes|no|on|off)$/i;
const NOT_ASCII = /[^\p{ASCII}]/u;
const MANAGER = /^(?:[a-z][a-z0-9+.-]*:\/\/|arn:|vault:|projects\/)/i;

const SECRET_KEY = /^[0-9a-f]{64}$/i;
/** Base64 of zlib data begins like this. */
const USER_SIG = /^e[AFJN][A-Za-z0-9*_-]{60,}$/;
const SECRETS = new Set(["secretKey", "userSig", "callbackToken"]);

/** The kind of secret that a text looks like. @param {string} text @returns {"secretKey" | "userSig" | undefined} */
export function secretIn(text) {
  const bare = text.trim();
  if (SECRET_KEY.test(bare)) return "secretKey";
  return USER_SIG.test(bare) ? "userSig" : undefined;
}

/**
 * Removes the byte order mark, line breaks and white space at the ends, where no setting has any; from a UserID only line breaks.
 * @param {string} text
 * @param {string} member
 */
export function repaired(text, member) {
  return member === "identifier" ? text.replace(/^\uFEFF/, "").replace(/[\r\n]+$/, "") : text.trim();
}

/** @typedef {keyof typeof import("../languages/en/paste_mistakes.js").default} PasteMistake */
/**
 * Rules, by code; `not`: members to which a rule does not apply. The first match decides.
 * @type {{ is: (text: string, member: string) => boolean, code: PasteMistake, not?: string[] }[]}
 */
const RULES = [
  { is: (text) => JSON_TEXT.test(text), code: "json" },
  { is: (text) => ASSIGNMENT.test(text), code: "assignment" },
  { is: (text) => NO_VALUE.test(text), code: "noValue" },
  { is: (text) => REFERENCE.test(text), code: "reference" },
  { is: (text) => QUOTED.test(text), code: "quotes" },
  { is: (text, member) => IN_BRACKETS.test(text) || (member !== "identifier" && PLACEHOLDER.test(text)), code: "placeholder" },
  { is: (text, member) => (member === "userSig" ? MASKED_USER_SIG : MASKED).test(text), code: "masked" },
  { is: (text) => ESCAPED.test(text), not: ["identifier"], code: "escape" },
  { is: (text) => /[,;]$/.test(text), not: ["identifier"], code: "separatorAtEnd" },
  { is: (text) => /\s#/.test(text), code: "comment" },
  { is: (text) => /^\s|\s$/.test(text), code: "whiteSpaceAtEnd" },
  { is: (text, member) => SECRETS.has(member) && MANAGER.test(text), code: "secretAddress" },
  { is: (text, member) => SECRETS.has(member) && PATH.test(text), code: "filePath" },
  { is: (text) => BOOLEAN.test(text), not: ["identifier"], code: "boolean" },
  { is: (text, member) => SECRETS.has(member) && /^0x[\da-f]+$/i.test(text), code: "hexPrefix" },
  { is: (text) => text.includes("#"), not: ["identifier", "baseUrl", "officialAccount"], code: "hash" },
  { is: (text, member) => member === "officialAccount" && /^(?:＠|@TOA＃)/i.test(text), code: "fullWidthAccount" },
  { is: (text, member) => member === "officialAccount" && /%(?:23|40)/.test(text), code: "percentEncoding" },
  { is: (text, member) => member === "officialAccount" && /^@TOA_/i.test(text), code: "accountWithoutHash" },
  { is: (text, member) => member === "secretKey" && USER_SIG.test(text), code: "userSigAsKey" },
  { is: (text, member) => member === "secretKey" && isEncodedKey(text), code: "base64Key" },
  { is: (text, member) => member === "userSig" && SECRET_KEY.test(text), code: "keyAsUserSig" },
  { is: (text, member) => !SECRETS.has(member) && secretIn(text) !== undefined, code: "secretElsewhere" },
  // For a UserSig with a line break, the library's message is better.
  { is: (text) => INVISIBLE.test(text), not: ["userSig"], code: "invisible" },
  { is: (text) => NOT_ASCII.test(text), not: ["identifier", "officialAccount", "baseUrl", "store"], code: "notAscii" },
  { is: (text) => /\s/u.test(text), not: ["userSig", "identifier", "store"], code: "whiteSpaceWithin" },
];

/**
 * @param {string} text the result of `repaired`
 * @param {string} member the member of the options
 * @returns {PasteMistake | undefined} why the value cannot be meant
 */
export const mistakeIn = (text, member) => RULES.find(({ is, not }) => !not?.includes(member) && is(text, member))?.code;

/** @param {string} text */
const isEncodedKey = (text) => /^[A-Za-z0-9+/]{86,90}={0,2}$/.test(text) && SECRET_KEY.test(Buffer.from(text, "base64").toString("latin1").trim());
