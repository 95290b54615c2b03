// The text of a message as a person reads it, the types of its elements, and the form in which texts are compared.

/**
 * The vendor's element types by our names, and for some the member that names the element.
 * @type {Record<string, [type: import("../../index.js").MessageType, label?: string]>}
 */
const ELEMENTS = {
  TIMTextElem: ["text"],
  TIMCustomElem: ["custom", "Desc"],
  TIMImageElem: ["image"],
  TIMSoundElem: ["sound"],
  TIMVideoFileElem: ["video"],
  TIMFileElem: ["file", "FileName"],
  TIMLocationElem: ["location", "Desc"],
  TIMFaceElem: ["face"],
};

/** Every `MessageType`. */
export const MESSAGE_TYPES = /** @type {const} */ (["text", "custom", "image", "sound", "video", "file", "location", "face", "other"]);

/** @param {any} element @returns {[type: import("../../index.js").MessageType, label?: string]} */
const kindOf = (element) => (Object.hasOwn(ELEMENTS, element?.MsgType) ? ELEMENTS[element.MsgType] : undefined) ?? ["other"];

/**
 * The types of the elements of a message.
 * @param {readonly any[]} msgBody
 */
export const typesOf = (msgBody) => msgBody.map((element) => kindOf(element)[0]);

/**
 * The texts of the elements, separated by spaces. Elements other than text are named in brackets: `[image]`, `[file] offer.pdf`.
 * @param {readonly any[]} msgBody
 */
export const textOf = (msgBody) => msgBody.map(elementText).filter((text) => text !== "").join(" ");

/** @param {any} element */
function elementText(element) {
  const [type, label] = kindOf(element);
  const content = element?.MsgContent;
  if (type === "text") return typeof content?.Text === "string" ? content.Text : "";
  const name = label === undefined ? undefined : content?.[label];
  return typeof name === "string" && name !== "" ? `[${type}] ${name}` : `[${type}]`;
}

/**
 * The form in which texts are compared: without differences of case, Unicode form, width and compatibility.
 * @param {string} text
 */
export function comparable(text) {
  // Upper case first: it expands letters such as ß, which have no other lower case. Lower case has two forms of sigma.
  return text.normalize("NFKC").toUpperCase().toLowerCase().replaceAll("ς", "σ").normalize("NFKC");
}
