// Compares the service of two runs: the same MsgKey in the emulator or in another region is another message.

/** @typedef {{ region?: string, baseUrl?: string, host: string }} Service */

/**
 * @param {Service} one
 * @param {Service} other
 */
export function isSameService(one, other) {
  if (one.baseUrl !== undefined && other.baseUrl !== undefined) return whole(one.baseUrl) === whole(other.baseUrl);
  // The stand-by host of a region has the same messages.
  if (one.baseUrl === undefined && other.baseUrl === undefined && one.region !== undefined) return one.region === other.region;
  return one.host === other.host;
}

/** Normalizes a URL. @param {string} url */
export const whole = (url) => (URL.canParse(url) ? new URL(url).href.replace(/\/+$/, "") : url);
