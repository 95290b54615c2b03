// readWebhook: takes URL and body out of a request; the core verifies and reads them.
import { RecallError, asError } from "./error.js";

/** Characters of a body that are read at most: a webhook carries one message, which is at most 12 KB. */
const MOST = 1 << 20;

/**
 * @param {import("./client.js").Caller} caller
 * @param {any} request
 * @param {any} options
 */
export async function readWebhook({ call }, request, options) {
  // Whatever it is, the core says what is wrong with it.
  const body = typeof request?.body === "string" ? request.body : await textOf(request);
  if (typeof body === "string" && body.length > MOST) {
    throw new RecallError({ code: "ERR_WEBHOOK", message: `found a body of ${body.length} characters, expected at most ${MOST}` });
  }
  const event = call((glue) => glue.readWebhook(request?.url, body, options));
  if (event.kind !== "sent") return event;
  return { ...event, msgBody: bodyOf(body) };
}

/** @param {any} request */
async function textOf(request) {
  if (typeof request?.text !== "function") return undefined;
  try {
    return await request.text();
  } catch (cause) {
    throw asError({ code: "ERR_WEBHOOK", message: "the body of the webhook request could not be read; see cause", cause });
  }
}

/**
 * @param {string} body that the core has read already
 * @returns {unknown[]}
 */
function bodyOf(body) {
  const { MsgBody } = JSON.parse(body);
  return Array.isArray(MsgBody) ? MsgBody : [];
}
