// Reads a UserSig from standard input or the environment, for `inspect` and `verify`: other users could see it on a command line.
import { standardInput } from "../files/bounded_file.js";
import { Failure } from "../failures/failure.js";
import { sentence } from "../languages/sentence.js";
import { mistakeIn, repaired } from "./pasted_value.js";

const MOST_CHARACTERS = 64 * 1024;

/**
 * @param {string | undefined} fromCredentials as it was found there, checked or not
 * @returns {Promise<string>}
 */
export async function readUserSig(fromCredentials) {
  const found = repaired(fromCredentials ?? (await readInput()), "userSig");
  if (found === "") throw new Failure(sentence("noUserSig"));
  const mistake = mistakeIn(found, "userSig");
  if (mistake !== undefined) throw new Failure(sentence("pasteMistake", { where: fromCredentials === undefined ? "-" : "TENCENT_CHAT_USER_SIG", mistake }));
  return found;
}

async function readInput() {
  const decoder = new TextDecoder();
  let text = "";
  for await (const block of standardInput({ what: "userSig" })) {
    text += typeof block === "string" ? block : decoder.decode(block, { stream: true });
    if (text.length > MOST_CHARACTERS) throw new Failure(sentence("userSigTooLong", { most: MOST_CHARACTERS }));
  }
  return text;
}
