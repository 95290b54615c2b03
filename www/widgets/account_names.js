// Names the official account of some messages, or says how many there are.
import { element } from "../dom/element.js";
import { text } from "../languages/language.js";

/** @param {readonly string[]} accounts */
export const accountNames = (accounts) => (accounts.length === 1 ? element("span", { class: "code" }, accounts[0]) : element("span", {}, text("accountsCount", { n: accounts.length })));
