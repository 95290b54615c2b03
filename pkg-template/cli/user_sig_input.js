// Takes a UserSig from standard input or the environment: on a command line it would be seen by others. For inspect and verify.
import { standardInput } from "./bounded_file.js";
import { Failure } from "./failure.js";
import { faultOf, mended } from "./setting.js";

const MOST_CHARACTERS = 64 * 1024;

/**
 * @param {string | undefined} fromCredentials as it was found there, checked or not
 * @returns {Promise<string>}
 */
export async function readUserSig(fromCredentials) {
  const found = mended(fromCredentials ?? (await readInput()), "userSig");
  if (found === "") throw new Failure("found no UserSig, expected one on standard input or in TENCENT_CHAT_USER_SIG");
  const fault = faultOf(found, "userSig");
  if (fault !== undefined) throw new Failure(`${fromCredentials === undefined ? "standard input" : "TENCENT_CHAT_USER_SIG"}: found ${fault}`);
  return found;
}

async function readInput() {
  const decoder = new TextDecoder();
  let text = "";
  for await (const block of standardInput({ what: "a UserSig" })) {
    text += typeof block === "string" ? block : decoder.decode(block, { stream: true });
    if (text.length > MOST_CHARACTERS) throw new Failure(`standard input: found more than ${MOST_CHARACTERS} characters, expected a UserSig`);
  }
  return text;
}
