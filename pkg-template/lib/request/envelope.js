// Flattens the envelope of an answer into one string, which crosses to the core in one call. src/wire/response.rs reads it.

/** Ends each field. */
const SEPARATOR = "\0";

/**
 * ActionStatus, ErrorCode, ErrorInfo, then MsgKey and RetCode of each row.
 * @param {any} answer the result of JSON.parse, so that no getter can throw; undefined when the body was no JSON
 * @returns {string | undefined} undefined when a member is missing or of another type
 */
export function envelopeOf(answer) {
  if (typeof answer !== "object" || answer === null) return undefined;
  const rows = answer.RecallRetList ?? [];
  if (!Array.isArray(rows)) return undefined;
  const fields = [text(answer.ActionStatus), code(answer.ErrorCode), text(answer.ErrorInfo ?? "")];
  for (const row of rows) fields.push(text(row?.MsgKey), code(row?.RetCode));
  return fields.includes(undefined) ? undefined : fields.join(SEPARATOR) + SEPARATOR;
}

/** A string without the separator, which no MsgKey has. @param {unknown} value */
function text(value) {
  return typeof value === "string" ? value.replaceAll(SEPARATOR, "\ufffd") : undefined;
}

/** A whole number, which some answers encode as a string. @param {unknown} value */
function code(value) {
  return Number.isSafeInteger(value) ? String(value) : text(value);
}
