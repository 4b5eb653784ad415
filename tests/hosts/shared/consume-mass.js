// The package's entry for many orders as a consumer imports it. Copied into each project.

import { InvalidListError, MassRevocation, memoryJournal, readList } from "certcentral-revoke/mass";
import { massStory } from "./mass-story.js";

const names = { InvalidListError, MassRevocation, memoryJournal, readList };

/** @param {import("certcentral-revoke/mass").MassSettings} settings */
export const consumeMass = (settings) => massStory(names, settings);
