// Detects mispasted credentials and ids: quotes, white space, placeholders, values of another kind. It lives here because the engine's
// regular expressions add no code to the core. The form of a secret key is not documented, so this is a closed list of what cannot be one.
// What it returns never repeats the text.

/** What may be expected, as the bits of src/wasm/mispaste.rs: a secret key, a UserSig, an official account id; the rest is 24. */
const KEY = 1;
const USER_SIG = 2;
const ACCOUNT = 4;
const CREDENTIAL = KEY | USER_SIG;
const ALL = 31;

const HOLLOW = "placeholder";
const BASE64 = "standard-base64";

/** Where they cannot be meant, forms, and what these show; the plainest cause first. @type {[number, RegExp, string][]} */
const FORMS = [
  // The service itself assigns ids like @TOA#_@TOA#...
  [ACCOUNT, /@TOA.*[^\w-]@TOA/s, "several-ids"],
  [ACCOUNT, /^["']?@TOA[^#]*$/, "at-toa"],
  [ACCOUNT, /^#/, "hash-for-at"],
  [CREDENTIAL, /-----BEGIN|^M[FHI]\S{77}/, "ecdsa-key"],
  [ALL, /^\\?["'`\p{Pi}\p{Pf}「]|["'`\p{Pi}\p{Pf}」]$/u, "quotes"],
  [CREDENTIAL, /^([<{[%].*[>}\]%]|undefined|\(?null\)?|nan|\$[\w({].*|.*\.env.*|your.*|change.?me.*|[*x.?_-]{3,})$/is, HOLLOW],
  [CREDENTIAL, /\.{3}|[•…●]/, HOLLOW],
  // Not for UserSigs, which may contain these.
  [KEY, /\*{3}|([xX?_-])\1{3}/, HOLLOW],
  [ALL, /^\s|\s$|[\p{Cc}\p{Cf}\xa0]/u, "white-space"],
  [CREDENTIAL, /^eyJ.*\./, "jwt"],
  [CREDENTIAL | ACCOUNT, /^[^@]*=[^=]|^[^\s:@]+:\s*\S{16,}$|^bearer | #|[,;]$/i, "more-than-it"],
  [CREDENTIAL | ACCOUNT, /^[^@]*%[\da-f]{2}/i, "percent-encoding"],
  [USER_SIG, /[+/]/, BASE64],
  [CREDENTIAL, /=$/, BASE64],
  [KEY, /^e[A-P][\w*-]{78}/, "a-user-sig"],
  [USER_SIG, /^[\da-f]{64}$/i, "a-secret-key"],
  [USER_SIG, /[^\w*-]/, "other-character"],
];

/**
 * @param {string} text
 * @param {number} expected
 * @returns {string | undefined} the name of what was found; undefined when the text may be meant
 */
export const mispasteOf = (text, expected) => FORMS.find(([kinds, form]) => kinds & expected && form.test(text))?.[2];
