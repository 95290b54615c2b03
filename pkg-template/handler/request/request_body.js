// Reads the body of a request with a size limit and a timeout, whatever its headers say.
import { boundedText, chunksOf } from "../../lib/request/bounded_body.js";
import { httpError, unfit } from "./http_error.js";
import { parseStrict } from "./strict_json.js";
import { withTimeout } from "./timeout.js";

/** @typedef {import("../config/options.js").Config} Config */

/** The error for a body whose stream was read before. */
export class BodyTaken extends Error {
  constructor() {
    super("the body was read before the handler saw it: put the handler before any body parser, such as express.json()");
  }
}

/**
 * @param {Request} request
 * @param {Config} config
 * @returns {Promise<unknown>} the JSON value
 * @throws {HttpError}
 */
export async function readBody(request, config) {
  if (Number(request.headers.get("content-length")) > config.maxBodyBytes) throw tooLarge(config);
  if (request.bodyUsed || request.body?.locked) {
    const cause = new Error("authorize read the body: give request.clone() to what reads it");
    throw httpError(500, "ERR_INTERNAL", "handler-failed", { cause });
  }
  if (!request.body) throw unfit(400, "no-body");
  const reader = request.body.getReader();
  try {
    const text = await withTimeout(config.bodyTimeout, () => readText(reader, config), () => unfit(408, "body-timeout", { params: { ms: config.bodyTimeout } }));
    return parseStrict(text, config.maxKeys);
  } finally {
    // Discards the rest of an unfinished body; does nothing at its end.
    reader.cancel().catch(() => {});
  }
}

/**
 * @param {ReadableStreamDefaultReader<Uint8Array>} reader
 * @param {Config} config
 */
async function readText(reader, config) {
  const { text, problem } = await boundedText(chunksOf(reader), config.maxBodyBytes, true).catch((cause) => {
    if (cause instanceof BodyTaken) throw httpError(500, "ERR_INTERNAL", "body-taken", { cause });
    throw unfit(400, "body-broke-off");
  });
  if (problem === "too-long") throw tooLarge(config);
  if (problem) throw unfit(400, problem === "not-utf8" ? "body-not-utf8" : "body-not-bytes");
  return text;
}

/** @param {Config} config */
function tooLarge({ maxBodyBytes }) {
  return unfit(413, "body-too-large", { params: { max: maxBodyBytes } });
}
