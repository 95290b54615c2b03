// The form for a direct connection to the service, with a UserSig generated elsewhere, which stays in memory only.
import { OPTIONS } from "../generated/facts.js";
import * as library from "../pkg/index.js";
import { hostOf, userSigConnection } from "../connection/connections.js";
import { element, fill, keepFocus } from "../dom/element.js";
import { field } from "../dom/form.js";
import { duration, text } from "../languages/language.js";
import { issuesOf } from "../widgets/problem_notice.js";

/** @type {Record<typeof import("../generated/facts.js").REGIONS[number], import("../languages/language.js").TextKey>} the name of each, in the order in which they are offered */
const REGIONS = {
  china: "regionChina", singapore: "regionSingapore", seoul: "regionSeoul", tokyo: "regionTokyo", frankfurt: "regionFrankfurt",
  "silicon-valley": "regionSiliconValley", jakarta: "regionJakarta", mumbai: "regionMumbai", ksa: "regionKsa",
};
const OWN = "own";
const LOOPBACK = /^(?:localhost|127(?:\.\d+){3}|\[::1\])(?::\d+)?$/i;

/** @param {import("../state/app_state.js").AppState} appState */
export function userSigForm(appState) {
  // A change disconnects, until the next Connect: the head of the page must not name another host than the form.
  const form = element("div", { oninput: () => appState.enter({ connection: undefined, connectionProblems: [] }) });
  const appId = element("input", { id: "sdk-app-id", inputmode: "numeric", class: "code" });
  const identifier = element("input", { id: "identifier", class: "code", spellcheck: "false" });
  const region = element("select", { id: "region", onchange: () => words() });
  const baseUrl = element("input", { id: "base-url", class: "code", spellcheck: "false", placeholder: "https://" });
  const rate = element("input", { id: "rate", inputmode: "numeric", value: String(OPTIONS.rateLimit.default) });
  const userSig = element("input", { id: "user-sig", type: "password", class: "code", autocomplete: "off", spellcheck: "false" });
  const state = element("p", { class: "hint", id: "user-sig-state" });
  let kept = "";
  const options = () => ({
    sdkAppId: Number(appId.value), identifier: identifier.value.trim(), userSig: kept, rateLimit: Number(rate.value),
    ...(region.value === OWN ? { baseUrl: baseUrl.value.trim() } : { region: region.value }),
  });
  const connect = () => {
    if (userSig.value !== "") kept = userSig.value.trim();
    userSig.value = "";
    fillFrom(kept, appId, identifier);
    try {
      appState.enter({ connection: userSigConnection(options()), connectionProblems: [] });
    } catch (error) {
      appState.enter({ connection: undefined, connectionProblems: issuesOf(error) });
    }
    words();
  };
  const words = () => {
    const chosen = region.value || "singapore";
    showKept(kept, userSig, state);
    keepFocus(form, () => fill(form, element("p", { class: "hint" }, text("userSigHint")),
      element("div", { class: "pair" }, field(text("sdkAppId"), appId), field(text("identifier"), identifier), field(text("region"), withRegions(region, chosen)), field(text("rate"), rate)),
      chosen === OWN && field(text("baseUrl"), baseUrl),
      field(text("userSigField"), userSig), state,
      element("div", { class: "actions foot" }, element("button", { type: "button", class: "primary", id: "connect", onclick: connect }, text("connect")),
        kept !== "" && element("button", { type: "button", id: "forget", onclick: () => { kept = ""; appState.enter({ connection: undefined }); words(); } }, text("forget")))), userSig);
  };
  const aim = (/** @type {import("../state/run.js").Target} */ target) => { aimAt(target, { appId, identifier, region, baseUrl }); words(); };
  return { element: form, words, aim, enter: () => (kept === "" ? appState.enter({ connection: undefined, connectionProblems: [] }) : connect()) };
}

/** @param {HTMLSelectElement} region @param {string} chosen */
function withRegions(region, chosen) {
  fill(region, Object.entries(REGIONS).map(([name, key]) => element("option", { value: name, selected: name === chosen }, text(key))), element("option", { value: OWN, selected: chosen === OWN }, text("ownUrl")));
  return region;
}

/**
 * Restores the target of a run from an earlier page, but not the UserSig, which is not stored.
 * @param {import("../state/run.js").Target} target
 * @param {{ appId: HTMLInputElement, identifier: HTMLInputElement, region: HTMLSelectElement, baseUrl: HTMLInputElement }} fields
 */
function aimAt({ host, address, identity }, { appId, identifier, region, baseUrl }) {
  const [, , app, ...name] = identity.split(" ");
  const place = Object.keys(REGIONS).find((one) => hostOf({ region: one }) === host);
  [appId.value, identifier.value, region.value] = [app, name.join(" "), place ?? OWN];
  // Records of version 0.1.0 have no address: a host on this machine was an emulator, which speaks http.
  if (!place) baseUrl.value = address ?? `${LOOPBACK.test(host) ? "http" : "https"}://${host}`;
}

/** Fills empty fields from the claims of the UserSig. @param {string} userSig @param {HTMLInputElement} appId @param {HTMLInputElement} identifier */
function fillFrom(userSig, appId, identifier) {
  try {
    const info = library.inspectUserSig(userSig);
    appId.value ||= String(info.sdkAppId);
    identifier.value ||= info.identifier;
  } catch {
    // Unreadable: the state below the field says so, and the service decides.
  }
}

/** Empties the field at once: the stored UserSig shows only as dots. @param {string} kept @param {HTMLInputElement} place @param {HTMLElement} state */
function showKept(kept, place, state) {
  const { words, bad } = describe(kept);
  state.textContent = words;
  state.className = bad ? "problem" : "hint";
  place.placeholder = kept === "" ? "" : "•".repeat(24);
}

/** The identifier, app and validity of a UserSig, without the UserSig itself. @param {string} userSig @returns {{ words: string, bad?: boolean }} */
function describe(userSig) {
  if (userSig === "") return { words: text("userSigNone") };
  try {
    const { identifier, sdkAppId, expiresAt } = library.inspectUserSig(userSig);
    const left = expiresAt - Date.now() / 1000;
    return { bad: left <= 0, words: text(left > 0 ? "userSigOf" : "userSigExpired", { identifier, sdkAppId: String(sdkAppId), duration: duration(Math.abs(left)) }) };
  } catch {
    return { bad: true, words: text("userSigUnreadable") };
  }
}
