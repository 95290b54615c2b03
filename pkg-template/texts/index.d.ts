/**
 * The sentences for errors, issues and lost requests in English, Chinese and Japanese. The rest of the package loads only the
 * English ones, for its messages.
 * @module
 */
import type { ErrorDetail, Issue, Loss, RejectedText } from "tencent-chat-recall";

/**
 * A language.
 * @example
 * const locale: Locale = navigator.language.startsWith("zh") ? "zh" : "en";
 */
export type Locale = "en" | "zh" | "ja";

/**
 * The members of an error that `errorText` reads. A `RecallError` has them, and so does the error in a response of the handler.
 * @example
 * const text = (event: { error: ErrorData }) => errorText(event.error, "ja");
 */
export interface ErrorData {
  readonly code: string;
  readonly message: string;
  readonly apiCode?: number;
  readonly detail?: ErrorDetail;
  readonly issues?: readonly Issue[];
}

/**
 * The text of an issue, without its path. If this release does not know the code, it is the issue's `message`.
 * @example
 * if (isRecallError(error)) for (const issue of error.issues) console.error(issue.path, issueText(issue, "zh"));
 */
export function issueText(issue: Issue, locale: Locale): string;

/**
 * The text of an error: its detail, or its first five issues with their paths. The meaning of the service's code and the advice come from
 * `explainCode`. `ErrorInfo` and what `fetch` threw are quoted as they came.
 * @example
 * await client.recall(request).catch((error: unknown) => {
 *   if (isRecallError(error)) alert(errorText(error, "ja"));
 * });
 */
export function errorText(error: ErrorData, locale: Locale): string;

/**
 * Describes in a few words how a request was lost.
 * @example
 * if (report.loss) console.error(lossText(report.loss, "zh"));
 */
export function lossText(loss: Loss, locale: Locale): string;

/**
 * Explains why a piece of text was not read as a MsgKey, as a sentence without a full stop. Knows every code.
 * @example
 * for (const rejected of parseMsgKeys(text).rejected) console.error(rejected.line, rejectedText(rejected, "zh"));
 */
export function rejectedText(rejected: Pick<RejectedText, "code"> & Partial<RejectedText>, locale: Locale): string;
