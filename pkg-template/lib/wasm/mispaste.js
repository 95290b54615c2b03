// Detects a mispasted text: quotes, white space, a placeholder, a value of another kind. The core rejects credentials and ids by it; it is
// here because regular expressions of the engine add no code. No document fixes the form of a secret key, so this is a closed list of what
// cannot be meant.

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
  // The service itself makes ids like @TOA#_@TOA#...
  [ACCOUNT, /@TOA.*[^\w-]@TOA/s, "several-ids"],
  [ACCOUNT, /^["']?@TOA[^#]*$/, "at-toa"],
  [ACCOUNT, /^#/, "hash-for-at"],
  [CREDENTIAL, /-----BEGIN|^M[FHI]\S{77}/, "ecdsa-key"],
  [ALL, /^\\?["'`\p{Pi}\p{Pf}「]|["'`\p{Pi}\p{Pf}」]$/u, "quotes"],
  [CREDENTIAL, /^([<{[%].*[>}\]%]|undefined|\(?null\)?|nan|\$[\w({].*|.*\.env.*|your.*|change.?me.*|[*x.?_-]{3,})$/is, HOLLOW],
  [CREDENTIAL, /\.{3}|[•…●]/, HOLLOW],
  // A UserSig may hold these.
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
