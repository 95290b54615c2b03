// The filters of find() as conditions of SQL.

/**
 * The conditions of a filter. Each `?` is a value; the drivers replace it by what their database expects.
 * @param {import("../rows/filter.js").Filter} filter
 * @param {import("./statements.js").Dialect} dialect
 * @returns {{ conditions: string[], values: unknown[] }}
 */
export function conditionsOf({ accounts, since, until, search, type, includeRecalled }, dialect) {
  /** @type {[condition: string, value: unknown][]} */
  const parts = [
    [`official_account ${dialect.inList}`, accounts && dialect.list(accounts)],
    ["msg_time >= ?", since],
    ["msg_time <= ?", until],
    [`${dialect.position("search_text")} > 0`, search],
    [`${dialect.position("msg_types")} > 0`, type && `,${type},`],
  ];
  const given = parts.filter(([, value]) => value !== undefined);
  const conditions = given.map(([condition]) => condition);
  return { conditions: includeRecalled ? conditions : [...conditions, "recalled_at IS NULL"], values: given.map(([, value]) => value) };
}
