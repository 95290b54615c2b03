// Recognizes files that are not text with keys, so that the message can say what to do with them.
import { Failure } from "../failures/failure.js";
import { sentence } from "../languages/sentence.js";

/** @type {{ kind: "workbook" | "gzip" | "journal", head: number[] }[]} how each begins */
const KINDS = [
  { kind: "workbook", head: [0x50, 0x4b, 3] },
  { kind: "gzip", head: [0x1f, 0x8b] },
  { kind: "journal", head: [...Buffer.from('{"journal":"tencent-chat-recall"')] },
];

/** @param {Uint8Array} bytes the beginning of a file @param {string} file its name */
export function refuseOtherKinds(bytes, file) {
  const found = KINDS.find(({ head }) => head.every((byte, at) => bytes[at] === byte));
  if (found) throw new Failure(sentence("otherKind", { file, kind: found.kind }));
}
