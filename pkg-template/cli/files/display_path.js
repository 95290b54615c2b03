// Formats a path for a message: in full, so that it can be found, except parts that look like a secret.
import { plain } from "../failures/failure.js";
import { shown } from "../../lib/errors/excerpt.js";

/** Longer than usual file names. */
const LONG = 64;
const RUN = /[A-Za-z0-9]{32}/;

/** @param {string} path */
export const displayPath = (path) => plain(path).replaceAll("\n", "\\n").replaceAll(/[^/\\]+/g, (part) => (part.length >= LONG || RUN.test(part) ? shown(part) : part));
