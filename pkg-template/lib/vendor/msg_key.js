// The grammar of a MsgKey where no module is loaded; src/vendor/msg_key.rs decides, and a test holds this to it.
import { MAX_MSG_KEY_CHARS } from "../generated/facts.js";

const LARGEST = 4_294_967_295;
const FORM = /^(0|[1-9]\d{0,9})_(0|[1-9]\d*)_(0|[1-9]\d{0,9})$/;

/**
 * Whether a text is a MsgKey, of an official account or not.
 * @param {string} text
 */
export function isMsgKey(text) {
  const [, seq, , time] = (text.length <= MAX_MSG_KEY_CHARS && FORM.exec(text)) || [];
  return Number(seq) <= LARGEST && Number(time) <= LARGEST;
}

/**
 * Seq and ServerTime of the MsgKey of an official-account message; undefined for any other text.
 * @param {string} text
 * @returns {[seq: number, time: number] | undefined}
 */
export function numbersOf(text) {
  const [seq, middle, time] = text.split("_");
  return isMsgKey(text) && middle === "1" ? [Number(seq), Number(time)] : undefined;
}

/** @param {number} seq @param {number} time */
export const keyOf = (seq, time) => `${seq}_1_${time}`;

/** Unix seconds at which the message of a key was sent. @param {string} msgKey */
export const sentAt = (msgKey) => Number(msgKey.slice(msgKey.lastIndexOf("_") + 1));
