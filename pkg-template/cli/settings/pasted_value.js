// Detects what quoting, copying and templates leave in a setting. What can be repaired safely is repaired; the rest is rejected before
// anything is sent, because to the service a wrong key is the key of another app. No reason repeats the value, which may be a secret.

const QUOTES = "\"'`\u00b4\u2018\u2019\u201a\u201b\u201c\u201d\u201e\u00ab\u00bb\u2039\u203a\uff02\uff07";
/** At one end is enough: the other may have been cut off. */
const QUOTED = new RegExp(`^\\\\*[${QUOTES}]|[${QUOTES}]$`, "u");
/** What programs write for a value that they do not have. */
const NO_VALUE = /^(undefined|null|none|nil|nan|\(null\)|\[object \w+\]|<nil>)$/i;
/** A variable or a secret by its name: of shells, PowerShell, cmd, templates, CI, programs. */
const REFERENCE = /^(\$[A-Za-z_{(]|%\w+%$|\{\{|#\{|<%|process\.env\b|os\.environ\b|secrets\.|env:)/;
const IN_BRACKETS = /^(<.*>|\[.*\]|\{.*\})$/;
const PLACEHOLDER = /^(your|insert|enter|paste|replace|change)[-_ ]?(me|this|here|the|your|own|sdk|app|secret|user|key|sig|id|region)|^(todo|tbd|fixme|example|secret[-_ ]?key|user[-_ ]?sig|x{3,}|-+)$/i;
/** As consoles and logs of CI show a secret. */
const MASKED = /[*•●]{3,}|^[*•●xX]{3,}$|\.{3}|…/;
/** A UserSig has asterisks of its own. */
const MASKED_USER_SIG = /^[*•●xX.…]{3,}$|[•●…]|\*{6,}|\.{3}/;
/** A whole line of a file, or of a shell. */
const ASSIGNMENT = /^(?:(?:export|set|setx|env|ENV|ARG|-e)\s+|\$env:)?["']?[A-Za-z_][\w.-]*["']?\s*=\s*[^\s=]|^["']?[A-Za-z_][\w.-]*["']?\s*:\s|TENCENT_CHAT_/;
const ESCAPED = /\\(?:[nrt"']|u[0-9a-fA-F]{4}|x[0-9a-fA-F]{2})/;
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u;
const JSON_TEXT = /^[{[]\s*"/;
/** Of a file, as secrets are mounted. */
const PATH = /^@?(?:~|\.{0,2})[/\\]|^@?[A-Za-z]:[/\\]|^@?[\w.-]+\.(?:txt|key|pem|env|json|ya?ml|sig|usersig)$/i;
const BOOLEAN = /^(?:true|false|yes|no|on|off)$/i;
const NOT_ASCII = /[^\p{ASCII}]/u;
const MANAGER = /^(?:[a-z][a-z0-9+.-]*:\/\/|arn:|vault:|projects\/)/i;

const SECRET_KEY = /^[0-9a-f]{64}$/i;
/** In Base64 it begins as what zlib has packed. */
const USER_SIG = /^e[AFJN][A-Za-z0-9*_-]{60,}$/;
const SECRETS = new Set(["secretKey", "userSig"]);

/** What a secret is by its form. @param {string} text @returns {string | undefined} */
export function secretIn(text) {
  const bare = text.trim();
  if (SECRET_KEY.test(bare)) return "a secret key (64 hexadecimal digits)";
  return USER_SIG.test(bare) ? "a UserSig" : undefined;
}

/**
 * Without the mark and the line break of a file, and without white space, which no setting has at an end; of a UserID only line breaks.
 * @param {string} text
 * @param {string} member
 */
export function repaired(text, member) {
  return member === "identifier" ? text.replace(/^\uFEFF/, "").replace(/[\r\n]+$/, "") : text.trim();
}

/**
 * Each with the reason that it gives. A member that may have such a thing is named.
 * @type {{ is: (text: string, member: string) => boolean, reason: string, not?: string[] }[]}
 */
const RULES = [
  { is: (text) => JSON_TEXT.test(text), reason: "JSON, expected the value alone" },
  { is: (text) => ASSIGNMENT.test(text), reason: "the name as well as the value (NAME=value pasted whole?), expected the value alone" },
  { is: (text) => NO_VALUE.test(text), reason: "what a program writes for a value that it does not have, expected the value: see where the variable is set" },
  { is: (text) => REFERENCE.test(text), reason: "the name of a variable in the place of its value: whatever was to replace it did not" },
  { is: (text) => QUOTED.test(text), reason: "quotes around it, which are not part of the value: docker --env-file, systemd and secret stores keep them. Leave them out" },
  { is: (text, member) => IN_BRACKETS.test(text) || (member !== "identifier" && PLACEHOLDER.test(text)), reason: "a placeholder, expected the value in its place" },
  { is: (text, member) => (member === "userSig" ? MASKED_USER_SIG : MASKED).test(text), reason: "a masked or shortened value (*** or ...), expected all of it: it was copied from where it is not shown in full" },
  { is: (text) => ESCAPED.test(text), not: ["identifier"], reason: "an escape such as \\n written out, expected the value as it is" },
  { is: (text) => /[,;]$/.test(text), not: ["identifier"], reason: "a comma or semicolon at the end, expected the value alone" },
  { is: (text) => /\s#/.test(text), reason: "a comment after the value: docker --env-file and secret stores keep it. Leave it out" },
  { is: (text) => /^\s|\s$/.test(text), reason: "white space at an end, expected the value alone" },
  { is: (text, member) => SECRETS.has(member) && MANAGER.test(text), reason: "the address of a secret, expected the secret itself" },
  { is: (text, member) => SECRETS.has(member) && PATH.test(text), reason: "the path of a file, expected what is in it" },
  { is: (text) => BOOLEAN.test(text), not: ["identifier"], reason: "a yes or no, expected the value" },
  { is: (text, member) => SECRETS.has(member) && /^0x[\da-f]+$/i.test(text), reason: "0x in front of it, which is not part of the value. Leave it out" },
  { is: (text) => text.includes("#"), not: ["identifier", "baseUrl", "officialAccount"], reason: "a # in it, which is not part of the value (a comment without a space in front?). Leave it out, and what follows" },
  { is: (text, member) => member === "officialAccount" && /^(?:＠|@TOA＃)/i.test(text), reason: "full-width characters (＠ or ＃), expected @ and #, as in @TOA#_ID" },
  { is: (text, member) => member === "officialAccount" && /%(?:23|40)/.test(text), reason: "percent-encoding (%23 is #, %40 is @), expected @TOA#_ID" },
  { is: (text, member) => member === "officialAccount" && /^@TOA_/i.test(text), reason: "no # behind @TOA, expected @TOA#_ID" },
  { is: (text, member) => member === "secretKey" && USER_SIG.test(text), reason: "a UserSig, expected the secret key: a UserSig belongs to TENCENT_CHAT_USER_SIG" },
  { is: (text, member) => member === "secretKey" && isEncodedKey(text), reason: "the key in Base64 (as Kubernetes stores it), expected the key itself: decode it" },
  { is: (text, member) => member === "userSig" && SECRET_KEY.test(text), reason: "a secret key, expected a UserSig: the key belongs to TENCENT_CHAT_SECRET_KEY" },
  { is: (text, member) => !SECRETS.has(member) && secretIn(text) !== undefined, reason: "what looks like a secret key or a UserSig: is it in the wrong variable?" },
  // What the library says of a UserSig with a line break is better.
  { is: (text) => INVISIBLE.test(text), not: ["userSig"], reason: "a character that is not seen (a line break, or copied with it from a page), expected the value alone" },
  { is: (text) => NOT_ASCII.test(text), not: ["identifier", "officialAccount", "baseUrl"], reason: "a character outside ASCII (full-width, or of another alphabet), expected plain letters and digits" },
  { is: (text) => /\s/u.test(text), not: ["userSig", "identifier"], reason: "white space within, expected the value alone" },
];

/**
 * @param {string} text as `repaired` left it
 * @param {string} member of the options
 * @returns {string | undefined} why it cannot be meant
 */
export const faultOf = (text, member) => RULES.find(({ is, not }) => !not?.includes(member) && is(text, member))?.reason;

/** @param {string} text */
const isEncodedKey = (text) => /^[A-Za-z0-9+/]{86,90}={0,2}$/.test(text) && SECRET_KEY.test(Buffer.from(text, "base64").toString("latin1").trim());
