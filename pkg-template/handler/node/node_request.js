// The body of a Node request as that of a Request: streamed with backpressure, or what a body parser has left of it.
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
 * What a body parser left: text, bytes, or a value, which becomes text again so that it is checked as any other body.
 * @param {NodeRequest} incoming
 * @returns {Uint8Array | string | undefined} nothing when it left nothing
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
        // Something before the handler may have asked for text.
        controller.enqueue(typeof chunk === "string" ? new TextEncoder().encode(chunk) : new Uint8Array(chunk));
        if ((controller.desiredSize ?? 0) <= 0) incoming.pause();
      });
      incoming.once("end", () => end(() => controller.close()));
      incoming.once("close", breakOff);
      incoming.pause();
      // It has closed before, and will not say so again.
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
