// Entry of the page: makes the panels and ties them to what is entered.
import { connectInput } from "./input.js";
import { preferredLanguage, useLanguage } from "./language.js";
import { Page } from "./page.js";
import { connectByHand } from "./by_hand.js";
import { connectResume } from "./resume.js";
import { connectStart } from "./start.js";
import { connectRun } from "./run_panel.js";
import { connectConnection } from "./connection_panel.js";
import { connectChoices } from "./choices.js";

useLanguage(preferredLanguage());
const page = new Page();
connectChoices(page);
connectInput(page);
connectStart(page);
connectRun(page);
connectConnection(page);
connectByHand(page);
// Said aloud for those who wait for the page: by now earlier runs have been offered.
await connectResume(page);
document.documentElement.dataset.ready = "";
