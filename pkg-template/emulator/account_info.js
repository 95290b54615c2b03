/** The information of an official account: its limits, and its form in replies, reduced by a ResponseFilter. */

import { found, refuse } from "./code.js";

/** Text members and their limits in bytes. @type {[string, number][]} */
const TEXTS = [["Name", 150], ["Introduction", 400], ["FaceUrl", 500], ["Organization", 500], ["CustomString", 3000]];

/** Refuses members that are too long or of a wrong type; missing ones are accepted. @param {any} body */
export function checkInfo(body) {
  for (const [name, most] of TEXTS) {
    const text = body[name];
    if (text === undefined) continue;
    if (typeof text !== "string") return refuse(10004, `${name} is ${found(text)}, expected a string`);
    const bytes = new TextEncoder().encode(text).length;
    if (bytes > most) return refuse(10004, `${name} has ${bytes} bytes, at most ${most} are allowed`);
  }
  if (body.Name === "") return refuse(10004, 'Name is "", expected a non-empty string');
  const { MaxSubscriberNum: most } = body;
  if (most === undefined || (Number.isSafeInteger(most) && most > 0)) return undefined;
  return refuse(10004, `MaxSubscriberNum is ${found(most)}, expected a whole number from 1`);
}

/** @typedef {{ OfficialAccountBaseInfoFilter?: string[], SelfInfoFilter?: string[] } | undefined} ResponseFilter */

const BASE_FIELDS = [
  "CreateTime", "Name", "Owner_Account", "LastMsgTime", "SubscriberNum", "Introduction", "FaceUrl", "Organization", "CustomString",
  "MaxSubscriberNum", "NextMsgSeq",
];

/**
 * Refuses a ResponseFilter that is malformed or has a field which no reply has.
 * @param {any} filter
 * @param {Record<string, string[]>} [more] further filters of the command, with their fields
 */
export function checkFilter(filter, more) {
  if (filter === undefined) return undefined;
  if (filter === null || typeof filter !== "object" || Array.isArray(filter)) return refuse(10004, `ResponseFilter is ${found(filter)}, expected an object`);
  for (const [name, fields] of Object.entries({ OfficialAccountBaseInfoFilter: BASE_FIELDS, ...more })) {
    const wanted = filter[name];
    if (wanted === undefined) continue;
    if (!Array.isArray(wanted)) return refuse(10004, `ResponseFilter.${name} is ${found(wanted)}, expected an array`);
    const unknown = wanted.find((field) => !fields.includes(field));
    if (unknown !== undefined) return refuse(10004, `ResponseFilter.${name} has ${found(unknown)}, expected ${fields.join(", ")}`);
  }
  return undefined;
}

/**
 * The information in a reply. The ID is always in it.
 * @param {import("./account.js").Account} account
 * @param {ResponseFilter} filter
 */
export function baseInfoOf(account, filter) {
  const { info } = account;
  const all = {
    Owner_Account: info.owner, Name: info.name,
    Introduction: info.introduction, FaceUrl: info.faceUrl, Organization: info.organization,
    CustomString: info.customString, MaxSubscriberNum: info.maxSubscriberNum, SubscriberNum: account.subscribers.count,
    CreateTime: info.createTime, LastMsgTime: account.lastMsgTime, NextMsgSeq: account.nextSeq,
  };
  return { Official_Account: account.id, ...filtered(all, filter?.OfficialAccountBaseInfoFilter) };
}

/** @param {Record<string, unknown>} all @param {string[]} [fields] undefined: all */
export function filtered(all, fields) {
  return fields ? Object.fromEntries(Object.entries(all).filter(([name]) => fields.includes(name))) : all;
}
