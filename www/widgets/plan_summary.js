// Shows the plan: what a recall would do.
import { MAX_KEYS } from "../generated/facts.js";
import { element, fill } from "../dom/element.js";
import { duration, moment, number, text } from "../languages/language.js";
import { localized } from "./problem_notice.js";
import { sayWarning } from "../languages/problem_texts.js";

/**
 * @param {Element} panel
 * @param {{ plan?: import("../pkg/index.js").RecallPlan, where: string, problems: import("../languages/code_texts.js").LocalizedText[], leftOut: number, rateLimit: number }} shown
 */
export function showPlan(panel, { plan, where, problems, leftOut, rateLimit }) {
  const title = element("h2", { id: "plan-title" }, text("planTitle"));
  if (problems.length > 0) {
    fill(panel, title, problems.map((problem) => localized(problem, "p", { class: "notice bad" })));
    return;
  }
  if (!plan) {
    fill(panel, title, emptyPlan());
    return;
  }
  fill(panel, title, facts(planFacts(plan, where, rateLimit)),
    leftOut > 0 && element("p", { class: "notice warn" }, text("leftOut", { n: leftOut })),
    plan.issues.map((issue) => localized(sayWarning(issue), "p", { class: "notice warn" })));
}

/** @param {import("../pkg/index.js").RecallPlan} plan @param {string} where @param {number} rate @returns {[string, string][]} */
function planFacts(plan, where, rate) {
  const { messages, distinct, requests, seconds, oldest, newest, byAccount } = plan;
  const time = seconds < 1 ? text("secondsLess") : text("planAt", { duration: duration(seconds), rate });
  return [
    [text("planMessages"), messages === distinct ? number(distinct) : text("planMessagesValue", { distinct, messages })],
    [text("planRequests"), text("planRequestsValue", { requests, most: MAX_KEYS })],
    [text("planSeconds"), time],
    byAccount.length === 1 ? [text("planAccount"), byAccount[0].officialAccount] : [text("planAccounts"), number(byAccount.length)],
    [text("planHost"), where],
    ...(oldest === undefined ? [] : [/** @type {[string, string]} */ ([text("planOldest"), aged(oldest)])]),
    ...(newest === undefined ? [] : [/** @type {[string, string]} */ ([text("planNewest"), aged(newest)])]),
  ];
}

/** @param {number} seconds since 1970 */
const aged = (seconds) => text("momentAge", { moment: moment(seconds * 1000), age: duration(Math.max(0, Math.round(Date.now() / 1000 - seconds))) });

/** @param {[string, string][]} rows */
export const facts = (rows) => element("dl", { class: "facts" }, rows.flatMap(([name, value]) => [element("dt", {}, name), element("dd", {}, value)]));

const emptyPlan = () =>
  element("div", { class: "empty" }, text("planEmpty"),
    element("ol", {}, element("li", {}, text("planStep1")), element("li", {}, text("planStep2")), element("li", {}, text("planStep3"))));
