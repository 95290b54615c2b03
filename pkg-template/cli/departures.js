// The `fetch` of a recall: writes into the journal which keys a request carries before it leaves, and keeps the departures
// within the limit although they wait for the disk.

/** Added to a window of one second, because requests do not all take the same time to arrive. */
const MARGIN_MS = 20;
const MOST_BODY_BYTES = 4 * 1024 * 1024;

/**
 * At most so many departures in any window of one second.
 * @param {number} rateLimit
 * @returns {(signal: AbortSignal) => Promise<void>} resolves when the next one may leave
 */
export function paced(rateLimit) {
  const times = new Float64Array(rateLimit);
  let next = 0;
  return async (signal) => {
    const now = performance.now();
    const oldest = /** @type {number} */ (times[next]);
    const leave = oldest === 0 ? now : Math.max(now, oldest + 1000 + MARGIN_MS);
    times[next] = leave;
    next = (next + 1) % rateLimit;
    if (leave > now) await rest(leave - now, signal);
  };
}

/** @param {number} ms @param {AbortSignal} signal */
function rest(ms, signal) {
  return new Promise((/** @type {(value: void) => void} */ resolve) => {
    const end = () => {
      clearTimeout(timer);
      signal.removeEventListener("abort", end);
      resolve();
    };
    const timer = setTimeout(end, ms);
    signal.addEventListener("abort", end);
  });
}

export class Departures {
  /** Requests whose answer has not been read. */
  inFlight = 0;
  #pace;
  #sent;

  /**
   * @param {number} rateLimit
   * @param {(msgKeys: string[]) => Promise<void>} sent resolves when it is on the disk that these are about to leave
   */
  constructor(rateLimit, sent) {
    this.#pace = paced(rateLimit);
    this.#sent = sent;
  }

  /** @type {import("tencent-chat-recall").FetchLike} */
  fetch = async (url, init) => {
    this.inFlight += 1;
    try {
      await this.#sent(JSON.parse(init.body).MsgKeyList);
      await this.#pace(init.signal);
      // It may have been given up while it waited for the disk: then it must not leave any more.
      init.signal.throwIfAborted();
      const response = await fetch(url, init);
      const text = await limited(response);
      return /** @type {Response} */ ({ status: response.status, text: async () => text });
    } finally {
      this.inFlight -= 1;
    }
  };
}

/** The body, read here so that a request counts as in flight until its last byte. @param {Response} response */
async function limited(response) {
  const decoder = new TextDecoder();
  let text = "";
  let length = 0;
  for await (const chunk of /** @type {AsyncIterable<Uint8Array>} */ (response.body ?? [])) {
    length += chunk.length;
    if (length > MOST_BODY_BYTES) throw new Error("the answer is too long");
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}
