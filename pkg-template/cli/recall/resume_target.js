// Determines the service that a resumed run calls. Anybody may have written the journal, so it cannot override the settings, and it never
// sets a base URL: that decides who receives the UserSig.
import { shown } from "../../lib/errors/excerpt.js";
import { Failure } from "../failures/failure.js";
import { whole } from "../journal/same_service.js";
import { displayPath } from "../files/display_path.js";
import { sentence } from "../languages/sentence.js";

/** @typedef {import("../settings/credentials.js").Credentials} Credentials */
/** @typedef {import("../journal/journal_format.js").Header} Header */

/**
 * An option on the command line decides. Without one what is set must be the service of the journal; a region, which names a host of
 * the vendor's, is taken from the journal if nothing is set.
 * @param {Credentials} credentials
 * @param {Header} header
 * @param {Record<string, any>} options of the command line
 * @param {string} path of the journal
 * @returns {{ credentials: Credentials, more: { standby?: boolean } }} `more`: options that come from the journal
 */
export function withResumeTarget(credentials, header, options, path) {
  if (options.region !== undefined || options["base-url"] !== undefined) return { credentials, more: {} };
  const { values, names } = credentials;
  const more = options.standby === undefined && header.standby ? { standby: true } : {};
  const isSet = values.region !== undefined || values.baseUrl !== undefined;
  if (!isSet && header.region !== undefined && header.baseUrl === undefined) {
    return { credentials: { ...credentials, values: { ...values, region: header.region }, names: { ...names, region: path } }, more };
  }
  if (isSet && isSame(values, header)) return { credentials, more };
  const set = Object.entries(names).filter(([member]) => member === "region" || member === "baseUrl").map(([member, name]) => ({ name, value: short(values[member]) }));
  throw new Failure(sentence("otherService", { path: displayPath(path), journal: serviceOf(header), set, option: optionOf(header) }));
}

/** @param {Record<string, any>} values @param {Header} header */
const isSame = ({ region, baseUrl }, header) => region === header.region && whole(baseUrl ?? "") === whole(header.baseUrl ?? "");

/** @param {Header} header @returns {import("../languages/en/failures.js").OtherService["journal"]} */
function serviceOf({ region, baseUrl, host }) {
  if (baseUrl !== undefined) return { kind: "baseUrl", value: short(baseUrl) };
  return region === undefined ? { kind: "host", value: short(host) } : { kind: "region", value: short(region) };
}

/** @param {Header} header */
const optionOf = ({ region, baseUrl }) => (baseUrl === undefined ? `--region ${short(region)}` : `--base-url ${short(baseUrl)}`);

/** A URL is to be compared, so it is whole, unless it is no URL. @param {string | undefined} text */
const short = (text = "") => (URL.canParse(text) ? new URL(text).origin + new URL(text).pathname.replace(/\/$/, "") : shown(text));
