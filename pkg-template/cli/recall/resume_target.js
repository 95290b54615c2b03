// Determines the service that a resumed run calls. Anybody may have written the journal, so it cannot override the settings, and it never
// sets a base URL: that decides who receives the UserSig.
import { shown } from "../../lib/errors/excerpt.js";
import { Failure } from "../failures/failure.js";
import { whole } from "../journal/same_service.js";
import { displayPath } from "../files/display_path.js";

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
  const found = Object.entries(names).filter(([member]) => member === "region" || member === "baseUrl");
  const set = found.map(([member, name]) => `${name}=${short(values[member])}`).join(" and ");
  throw new Failure(
    `--resume ${displayPath(path)}: found a journal of ${nameOf(header)}, but ${set || "no service"} is set. A journal does not choose the service. ` +
      `If that is the one to call, add ${optionOf(header)}${set ? "; if what is set is, add that as an option" : ""}. Nothing was sent.`,
  );
}

/** @param {Record<string, any>} values @param {Header} header */
const isSame = ({ region, baseUrl }, header) => region === header.region && whole(baseUrl ?? "") === whole(header.baseUrl ?? "");

/** @param {Header} header */
const nameOf = ({ region, baseUrl, host }) => (region === undefined && baseUrl === undefined ? `host ${short(host)}` : baseUrl === undefined ? `region ${short(region)}` : `base URL ${short(baseUrl)}`);

/** @param {Header} header */
const optionOf = ({ region, baseUrl }) => (baseUrl === undefined ? `--region ${short(region)}` : `--base-url ${short(baseUrl)}`);

/** A URL is to be compared, so it is whole, unless it is no URL. @param {string | undefined} text */
const short = (text = "") => (URL.canParse(text) ? new URL(text).origin + new URL(text).pathname.replace(/\/$/, "") : shown(text));
