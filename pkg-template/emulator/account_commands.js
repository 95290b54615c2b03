/** The commands that create, destroy, modify and query official accounts. */

import { accountIdProblem, accountOf } from "./account.js";
import { baseInfoOf, checkFilter, checkInfo } from "./account_info.js";
import { found, Refusal, refuse } from "./code.js";
import { WEBHOOK } from "./webhook.js";

const MOST_ACCOUNTS = 50;
/** Members that modify_official_account_base_info may change. @type {[string, keyof import("./account.js").Account["info"]][]} */
const MODIFIABLE = [
  ["Name", "name"], ["Introduction", "introduction"], ["FaceUrl", "faceUrl"], ["Organization", "organization"],
  ["CustomString", "customString"], ["MaxSubscriberNum", "maxSubscriberNum"],
];
/** Those that the webhook after a modification has. */
const IN_WEBHOOK = new Set(["Name", "Introduction", "FaceUrl", "Organization"]);

/** @typedef {import("./service.js").Call} Call */
/** @typedef {import("./service.js").Answer} Answer */

/** @param {Call} call @returns {Answer | Promise<Answer>} */
export function createOfficialAccount({ body, identifier, world }) {
  const { Owner_Account: owner, Name: name, OfficialAccountUserID: id } = body;
  if (typeof owner !== "string" || owner === "") return refuse(10004, `Owner_Account is ${found(owner)}, expected a UserID`);
  if (typeof name !== "string" || name === "") return refuse(10004, `Name is ${found(name)}, expected a non-empty string`);
  const refusal = checkInfo(body) ?? checkNewId(id, world);
  if (refusal) return refusal;
  const fields = { Operator_Account: identifier, Owner_Account: owner, Name: name };
  return world.webhooks.before(WEBHOOK.BEFORE_CREATE, fields, () => {
    const taken = checkNewId(id, world);
    if (taken) return taken;
    const account = world.createAccount({
      id, name, owner, introduction: body.Introduction, faceUrl: body.FaceUrl, organization: body.Organization,
      customString: body.CustomString, maxSubscriberNum: body.MaxSubscriberNum,
    });
    world.webhooks.after(WEBHOOK.AFTER_CREATE, { Official_Account: account.id, ...fields });
    return { fields: { OfficialAccountUserID: account.id } };
  });
}

/** @param {unknown} id @param {import("./service.js").Service} world */
function checkNewId(id, world) {
  if (id === undefined) return undefined;
  if (typeof id !== "string") return refuse(10004, `OfficialAccountUserID is ${found(id)}, expected a string`);
  const problem = id.startsWith("@TOA#_@TOA#") ? "begins with @TOA#_@TOA#, which is kept for IDs made by the service" : accountIdProblem(id);
  if (problem) return refuse(10015, `OfficialAccountUserID ${problem}`);
  return world.accounts.has(id) ? refuse(130008, JSON.stringify(id)) : undefined;
}

/** @param {Call} call @returns {Answer} */
export function destroyOfficialAccount(call) {
  const account = accountOf(call);
  if (account instanceof Refusal) return account;
  call.world.accounts.delete(account.id);
  const { owner, name } = account.info;
  call.world.webhooks.after(WEBHOOK.AFTER_DESTROY, { Official_Account: account.id, Owner_Account: owner, Name: name });
  return { fields: {} };
}

/** @param {Call} call @returns {Answer} */
export function modifyOfficialAccount(call) {
  const account = accountOf(call);
  if (account instanceof Refusal) return account;
  const refusal = checkInfo(call.body);
  if (refusal) return refusal;
  /** @type {Record<string, string>} */
  const changed = {};
  for (const [name, member] of MODIFIABLE) {
    const value = call.body[name];
    if (value === undefined) continue;
    Object.assign(account.info, { [member]: value });
    if (IN_WEBHOOK.has(name)) changed[name] = value;
  }
  call.world.webhooks.after(WEBHOOK.AFTER_MODIFY, { Official_Account: account.id, Operator_Account: call.identifier, ...changed });
  return { fields: {} };
}

/** @param {Call} call @returns {Answer} */
export function getOfficialAccountInfo({ body, world }) {
  const { OfficialAccountIdList: list, ResponseFilter: filter } = body;
  if (!Array.isArray(list) || list.length === 0) return refuse(10004, `OfficialAccountIdList is ${found(list)}, expected a non-empty array`);
  if (list.length > MOST_ACCOUNTS) return refuse(10004, `OfficialAccountIdList has ${list.length} accounts, at most ${MOST_ACCOUNTS} are allowed`);
  const refusal = checkFilter(filter);
  if (refusal) return refusal;
  const infos = [];
  for (const [at, item] of list.entries()) {
    const id = item?.Official_Account;
    if (typeof id !== "string") return refuse(10004, `OfficialAccountIdList[${at}].Official_Account is ${found(id)}, expected a string`);
    infos.push(rowOf(id, world.accounts.get(id), filter));
  }
  return { fields: { OfficialAccountInfoList: infos } };
}

/** @param {string} id @param {import("./account.js").Account | undefined} account @param {import("./account_info.js").ResponseFilter} filter */
function rowOf(id, account, filter) {
  if (account) return { ErrorCode: 0, ErrorInfo: "", ...baseInfoOf(account, filter) };
  const code = accountIdProblem(id) ? 10015 : 10010;
  return { Official_Account: id, ErrorCode: code, ErrorInfo: refuse(code).info };
}
