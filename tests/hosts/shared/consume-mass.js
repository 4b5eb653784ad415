// Imports the bulk entry as a consumer does. Copied into each project.

import { InvalidListError, MassRevocation, memoryJournal, readList } from "certcentral-revoke/mass";
import { bulkScenario } from "./bulk-scenario.js";

const names = { InvalidListError, MassRevocation, memoryJournal, readList };

/** @param {import("certcentral-revoke/mass").MassSettings} settings */
export const consumeMass = (settings) => bulkScenario(names, settings);
