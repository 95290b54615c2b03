/** The vendor's error codes that the emulator returns, the class Refusal, and the description of wrong values in its texts. */

/** A refused request: the ErrorCode and ErrorInfo of its reply. */
export class Refusal {
  /** @param {number} code @param {string} info */
  constructor(code, info) {
    this.code = code;
    this.info = info;
  }
}

/**
 * The meaning of each code, in our words. Sources: the vendor's documents 1047/34348, 34620 and 60811.
 * @type {ReadonlyMap<number, string>}
 */
export const CODE_MEANING = new Map([
  [10002, "Internal server error, please try again"],
  [10003, "Illegal command word"],
  [10004, "Invalid parameter"],
  [10006, "Operation frequency limit"],
  [10007, "Insufficient permission"],
  [10010, "The official account does not exist, or has been dissolved"],
  [10015, "Invalid official account ID"],
  [10016, "The app's backend refused the operation in its reply to a webhook"],
  [10023, "Messages are sent too frequently"],
  [10030, "The message to recall does not exist"],
  [10031, "The message to recall exceeds the time limit"],
  [10032, "The message does not support recall"],
  [60002, "HTTP parse error"],
  [60003, "The request JSON cannot be parsed"],
  [60004, "Account check failed"],
  [60005, "Account check failed"],
  [60006, "Invalid SDKAppID"],
  [60007, "The calling frequency of this API exceeds its limit"],
  [60008, "Service timeout or request format error, please check and try again"],
  [60009, "Resource error"],
  [60010, "App administrator required"],
  [60011, "The request frequency of this SDKAppID exceeds its limit"],
  [60012, "SDKAppID is missing in the URL"],
  [60013, "The response JSON could not be built"],
  [60014, "Account check timed out"],
  [60018, "Requests are too frequent, please try again later"],
  [60019, "Requests are too frequent, please try again later"],
  [60020, "The service is unavailable: no valid plan"],
  [60025, "A URL parameter is missing or wrong"],
  [60026, "The domain name and the SDKAppID belong to different sites"],
  [60028, "The daily request volume of the trial edition is used up"],
  [70001, "The UserSig in use is expired"],
  [70003, "The UserSig in use is illegal. Please regenerate UserSig through the official API"],
  [70009, "UserSig verification failed. It may have been generated with the secret key of another SDKAppID"],
  [70013, "The identifier of the request does not match the UserSig"],
  [70014, "The SDKAppID of the request does not match the UserSig"],
  [70020, "The SDKAppID does not exist in this data centre"],
  [70050, "UserSig verification failed too often and is now rate limited, please try again in a minute"],
  [70169, "Server timeout, please try again"],
  [70500, "Internal server error, please try again"],
  [80002, "The message body is too long"],
  [130006, "The official account has no room for more subscribers"],
  [130008, "The official account ID is already in use"],
  [131003, "The subscription does not exist"],
]);

/**
 * @param {number} code
 * @param {string} [detail] the value found and the value expected; never a UserSig
 * @returns {Refusal}
 */
export function refuse(code, detail) {
  const meaning = CODE_MEANING.get(code) ?? "Refused";
  return new Refusal(code, detail ? `${meaning}: ${detail}` : meaning);
}

/**
 * Makes a refusal injected by a fault plan.
 * @param {number} code
 * @param {string} [when]
 */
export function injected(code, when = "") {
  return new Refusal(code, `${refuse(code).info} (injected${when})`);
}

/** A text of this length or more may be a misplaced secret key, which has 64 characters: errors show only its beginning. */
const TOO_LONG = 32;
const SHOWN = 12;

/**
 * Shortens a text that may be a secret to its beginning; returns other texts unchanged.
 * @param {string} text
 */
export function beginning(text) {
  return text.length < TOO_LONG ? text : `${Array.from(text.slice(0, 2 * SHOWN)).slice(0, SHOWN).join("")}…`;
}

/** The length of a shortened text, in parentheses; empty for other texts. @param {string} text */
const lengthOf = (text) => (text.length < TOO_LONG ? "" : ` (${text.length} characters)`);

/** Shows an unexpected name, without quotes. @param {string} text */
export function named(text) {
  return beginning(text) + lengthOf(text);
}

/**
 * Describes a value for "x is ..., expected ...", without quoting long texts, arrays or objects.
 * @param {unknown} value
 * @returns {string}
 */
export function found(value) {
  if (value === undefined) return "missing";
  if (value === null) return "null";
  if (Array.isArray(value)) return value.length === 0 ? "an empty array" : `an array of ${value.length} item${value.length === 1 ? "" : "s"}`;
  if (typeof value === "string") return JSON.stringify(beginning(value)) + lengthOf(value);
  return typeof value === "object" ? "an object" : typeof value === "function" ? "a function" : String(value);
}

/**
 * Describes a value for "found ..., expected ...".
 * @param {unknown} value
 */
export function given(value) {
  return value === undefined ? "nothing" : found(value);
}
