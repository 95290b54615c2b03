// Adds the text of files, dropped anywhere or chosen, to the MsgKeys field.
import { byId, element } from "../dom/element.js";
import { number, text } from "../languages/language.js";

/** Most bytes of all files together: a browser cannot show more in a field. The command line takes any size. */
const MOST_BYTES = 16 * 1024 * 1024;
const MEGABYTE = 1024 * 1024;

/**
 * @param {import("../state/app_state.js").AppState} appState
 * @returns {() => void} opens the file picker
 */
export function connectFiles(appState) {
  const field = byId("keys");
  const problem = byId("keys-file");
  const say = (/** @type {string} */ words) => { problem.textContent = words; problem.hidden = words === ""; };
  const mark = (/** @type {boolean} */ on) => field.classList.toggle("dropping", on);
  const take = async (/** @type {File[]} */ files) => {
    try {
      const found = await textOf(files);
      say("");
      appState.enter({ keysText: appState.keysText.trim() === "" ? found : `${appState.keysText.trimEnd()}\n${found}` });
      field.focus();
    } catch (error) {
      say(error instanceof Error ? error.message : String(error));
    }
  };
  const chooser = element("input", { type: "file", multiple: true, hidden: true, id: "files" });
  chooser.addEventListener("change", () => { void take([...(chooser.files ?? [])]).then(() => { chooser.value = ""; }); });
  field.after(chooser);
  // Otherwise, a file dropped beside the field would replace the page, and with it the run.
  addEventListener("dragover", (event) => {
    if (!event.dataTransfer?.types.includes("Files")) return;
    event.preventDefault();
    event.dataTransfer.dropEffect = appState.run ? "none" : "copy";
    mark(!appState.run);
  });
  addEventListener("dragleave", (event) => { if (event.relatedTarget === null) mark(false); });
  addEventListener("drop", (event) => {
    if (!event.dataTransfer?.types.includes("Files")) return;
    event.preventDefault();
    mark(false);
    if (!appState.run) void take([...event.dataTransfer.files]);
  });
  appState.addEventListener("input", () => { if (appState.keysText === "") say(""); });
  return () => chooser.click();
}

/** @param {File[]} files */
async function textOf(files) {
  const bytes = files.reduce((sum, { size }) => sum + size, 0);
  if (bytes > MOST_BYTES) throw new Error(text("filesTooLarge", { size: number(Math.ceil(bytes / MEGABYTE)), most: number(MOST_BYTES / MEGABYTE) }));
  return (await Promise.all(files.map(read))).map((found) => found.trimEnd()).join("\n");
}

/** Reads a file. Spreadsheets may save UTF-16 with a byte order mark. A folder cannot be read. @param {File} file */
async function read(file) {
  try {
    const bytes = new Uint8Array(await file.arrayBuffer());
    const encoding = bytes[0] === 0xff && bytes[1] === 0xfe ? "utf-16le" : bytes[0] === 0xfe && bytes[1] === 0xff ? "utf-16be" : "utf-8";
    return new TextDecoder(encoding).decode(bytes);
  } catch {
    throw new Error(text("fileUnreadable", { name: file.name }));
  }
}
