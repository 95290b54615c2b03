// Creates DOM elements from plain calls.

/** @typedef {Node | string | number | null | undefined | false} Child */
/** @typedef {Child | Children[]} Children a child, or lists of them to any depth */

/**
 * An element with attributes, listeners (`onclick` and the like, as functions) and children. Text is never read as HTML.
 * @template {keyof HTMLElementTagNameMap} T
 * @param {T} tag
 * @param {Record<string, unknown>} [attributes] `false`, `null` and `undefined` leave one out, `true` sets it empty
 * @param {...Children} children
 * @returns {HTMLElementTagNameMap[T]}
 */
export function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) set(made, name, value);
  append(made, children);
  return made;
}

/**
 * The same for SVG.
 * @param {string} tag
 * @param {Record<string, unknown>} [attributes]
 * @param {...Children} children
 */
export function svg(tag, attributes = {}, ...children) {
  const made = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) set(made, name, value);
  append(made, children);
  return made;
}

/**
 * Replaces the children of an element.
 * @param {Element} parent
 * @param {...Children} children
 */
export function fill(parent, ...children) {
  parent.replaceChildren();
  append(parent, children);
}

/**
 * The element of the page with this id.
 * @param {string} id
 * @returns {any} typed by its caller: the page is one file, and a missing id is a defect that shows at once
 */
export function byId(id) {
  const found = document.getElementById(id);
  if (!found) throw new Error(`The page has no element "${id}"`);
  return found;
}

/**
 * Redraws and keeps the focus on the focused element, or on its successor with the same id; else the focus goes to `otherwise`.
 * @param {Element} panel
 * @param {() => void} redraw
 * @param {HTMLElement} [otherwise]
 */
export function keepFocus(panel, redraw, otherwise) {
  const held = /** @type {HTMLElement | null} */ (panel.contains(document.activeElement) ? document.activeElement : null);
  redraw();
  if (!held || document.activeElement === held) return;
  const heir = held.isConnected ? held : held.id ? document.getElementById(held.id) : null;
  heir?.focus();
  if (document.activeElement !== heir || !heir) otherwise?.focus();
}

/** @param {Element} made @param {string} name @param {unknown} value */
function set(made, name, value) {
  if (value === false || value == null) return;
  if (typeof value === "function") made.addEventListener(name.slice(2), /** @type {EventListener} */ (value));
  else if (name === "value" || name === "checked") Object.assign(made, { [name]: value });
  else made.setAttribute(name, value === true ? "" : String(value));
}

/** Appends children to those of an element. @param {Element} parent @param {Children[]} children */
export function append(parent, children) {
  for (const child of children) {
    if (child === null || child === undefined || child === false) continue;
    if (Array.isArray(child)) append(parent, child);
    else parent.append(child instanceof Node ? child : String(child));
  }
}
