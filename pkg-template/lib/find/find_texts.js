// English sentences of find and verify, including those that they share with runs.
import { FIND } from "../../texts/en/find.js";
import { RUN } from "../../texts/en/run.js";
import { merge } from "../../texts/templates/fill.js";

/** Created on first use: an import must have no side effects. */
export const findTexts = () => merge(RUN, FIND);
