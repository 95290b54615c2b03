/** The commands create_official_account, destroy_official_account and get_official_account_info. */

import { accountIdProblem, accountOf } from "./account.js";
import { found, Refusal, refuse } from "./code.js";

/** Text members of an account and their limits in bytes. @type {[string, number][]} */
const TEXTS = [["Name", 150], ["Introduction", 400], ["FaceUrl", 500], ["Organization", 500], ["CustomString", 3000]];

/** @param {import("./service.js").Call} call @returns {import("./service.js").Answer} */
export function createOfficialAccount({ body, world }) {
  if (typeof body.Owner_Account !== "string" || body.Owner_Account === "") {
    return refuse(10004, `Owner_Account is ${found(body.Owner_Account)}, expected a UserID`);
  }
  if (typeof body.Name !== "string" || body.Name === "") return refuse(10004, `Name is ${found(body.Name)}, expected a non-empty string`);
  for (const [name, most] of TEXTS) {
    const text = body[name];
    if (text === undefined) continue;
    if (typeof text !== "string") return refuse(10004, `${name} is ${found(text)}, expected a string`);
    const bytes = new TextEncoder().encode(text).length;
    if (bytes > most) return refuse(10004, `${name} has ${bytes} bytes, at most ${most} are allowed`);
  }
  const id = body.OfficialAccountUserID;
  if (id !== undefined) {
    if (typeof id !== "string") return refuse(10004, `OfficialAccountUserID is ${found(id)}, expected a string`);
    const problem = id.startsWith("@TOA#_@TOA#") ? "begins with @TOA#_@TOA#, which is kept for IDs made by the service" : accountIdProblem(id);
    if (problem) return refuse(10015, `OfficialAccountUserID ${problem}`);
    if (world.accounts.has(id)) return refuse(130008, JSON.stringify(id));
  }
  const account = world.createAccount({
    id, name: body.Name, owner: body.Owner_Account, introduction: body.Introduction, faceUrl: body.FaceUrl,
    organization: body.Organization, customString: body.CustomString, maxSubscriberNum: body.MaxSubscriberNum,
  });
  return { fields: { OfficialAccountUserID: account.id } };
}

/** @param {import("./service.js").Call} call @returns {import("./service.js").Answer} */
export function destroyOfficialAccount(call) {
  const account = accountOf(call);
  if (account instanceof Refusal) return account;
  call.world.accounts.delete(account.id);
  return { fields: {} };
}

/** @param {import("./service.js").Call} call @returns {import("./service.js").Answer} */
export function getOfficialAccountInfo({ body, world }) {
  const list = body.OfficialAccountIdList;
  if (!Array.isArray(list) || list.length === 0) return refuse(10004, `OfficialAccountIdList is ${found(list)}, expected a non-empty array`);
  const infos = [];
  for (const [at, item] of list.entries()) {
    const id = item?.Official_Account;
    if (typeof id !== "string") return refuse(10004, `OfficialAccountIdList[${at}].Official_Account is ${found(id)}, expected a string`);
    infos.push(infoOf(id, world.accounts.get(id)));
  }
  return { fields: { OfficialAccountInfoList: infos } };
}

/** @param {string} id @param {import("./account.js").Account} [account] */
function infoOf(id, account) {
  if (!account) {
    const code = accountIdProblem(id) ? 10015 : 10010;
    return { Official_Account: id, ErrorCode: code, ErrorInfo: refuse(code).info };
  }
  const { info } = account;
  return {
    Official_Account: id, ErrorCode: 0, ErrorInfo: "", Owner_Account: info.owner, Name: info.name,
    Introduction: info.introduction, FaceUrl: info.faceUrl, Organization: info.organization,
    CustomString: info.customString, MaxSubscriberNum: info.maxSubscriberNum, SubscriberNum: 0,
    CreateTime: info.createTime, LastMsgTime: account.lastMsgTime, NextMsgSeq: account.nextSeq,
  };
}
