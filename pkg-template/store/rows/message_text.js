// The text of a message as a person would read it, and the form in which texts are compared.

/** Names of the elements that are no text, with the member that describes each. @type {Record<string, [name: string, member?: string]>} */
const ELEMENTS = {
  TIMCustomElem: ["custom", "Desc"],
  TIMFileElem: ["file", "FileName"],
  TIMImageElem: ["image"],
  TIMSoundElem: ["sound"],
  TIMVideoFileElem: ["video"],
  TIMFaceElem: ["face"],
  TIMLocationElem: ["location", "Desc"],
};

/** @param {any} element of a MsgBody @returns {string} */
function elementText(element) {
  const { MsgType: type, MsgContent: content } = element ?? {};
  if (type === "TIMTextElem") return String(content?.Text ?? "");
  const [name, member] = (Object.hasOwn(ELEMENTS, type) && ELEMENTS[type]) || [String(type)];
  const about = (member && content?.[member]) || (name === "custom" && content?.Data);
  return typeof about === "string" && about !== "" ? `[${name}] ${about}` : `[${name}]`;
}

/**
 * The texts of all elements; elements that are no text are named, like "[image]" or "[file] prices.pdf".
 * @param {readonly unknown[]} msgBody
 */
export const textOf = (msgBody) => msgBody.map(elementText).join(" ");

/** The types of the elements, each once. @param {readonly any[]} msgBody @returns {string[]} */
export const typesOf = (msgBody) => [...new Set(msgBody.map((element) => String(element?.MsgType ?? "")))];

/**
 * The form in which a text is searched: equal for texts that differ in case or Unicode form only. Upper case, because lower case depends
 * on the letters around (a Greek sigma at the end of a word).
 * @param {string} text
 */
export const searchForm = (text) => text.normalize("NFKC").toUpperCase().normalize("NFKC").replaceAll("\0", "");
