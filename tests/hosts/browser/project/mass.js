import { bulkScenario } from "/bulk-scenario.js";
import {
  InvalidListError,
  MassRevocation,
  memoryJournal,
  readList,
} from "/node_modules/certcentral-revoke/pkg/dist/mass/browser.min.js";
import { report } from "/report.js";

const names = { InvalidListError, MassRevocation, memoryJournal, readList };
report(bulkScenario(names, { baseUrl: "/services/v2" }));
