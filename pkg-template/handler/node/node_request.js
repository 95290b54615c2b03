// Converts the body of a Node request to that of a Request: a stream with backpressure, or the result of a body parser.
import { tryCall } from "../../lib/errors/try_call.js";
import { BodyTaken } from "../request/request_body.js";

/** @typedef {import("../index.js").NodeRequest} NodeRequest */

/**
 * @param {NodeRequest} incoming
 * @returns {ReadableStream<Uint8Array> | Uint8Array | string}
 */
export function bodyOf(incoming) {
  const wasRead = incoming.readableEnded || incoming.readableDidRead === true;
  return wasRead ? (parsedBody(incoming) ?? failing(new BodyTaken())) : stream(incoming);
}

/**
 * The result of a body parser: text, bytes, or a value, which is serialized again so that it passes the same checks as any other body.
 * @param {NodeRequest} incoming
 * @returns {Uint8Array | string | undefined} undefined when there is no result
 */
function parsedBody(incoming) {
  // Some platforms parse in a getter.
  const body = tryCall(() => incoming.body);
  if (typeof body === "string" || body instanceof Uint8Array) return body;
  return tryCall(() => JSON.stringify(body));
}

/** @param {Error} error @returns {ReadableStream<Uint8Array>} */
function failing(error) {
  return new ReadableStream({ start: (controller) => controller.error(error) });
}

/**
 * @param {NodeRequest} incoming
 * @returns {ReadableStream<Uint8Array>}
 */
function stream(incoming) {
  let isOver = false;
  return new ReadableStream({
    start(controller) {
      const end = (/** @type {() => void} */ finish) => {
        if (!isOver) finish();
        isOver = true;
      };
      const breakOff = () => end(() => controller.error(new Error("the request broke off")));
      incoming.on("data", (chunk) => {
        if (isOver) return;
        // Earlier middleware may have called setEncoding().
        controller.enqueue(typeof chunk === "string" ? new TextEncoder().encode(chunk) : new Uint8Array(chunk));
        if ((controller.desiredSize ?? 0) <= 0) incoming.pause();
      });
      incoming.once("end", () => end(() => controller.close()));
      incoming.once("close", breakOff);
      incoming.pause();
      // The request has closed already: no further event will come.
      if (incoming.destroyed) breakOff();
    },
    pull() {
      incoming.resume();
    },
    cancel() {
      isOver = true;
    },
  });
}
