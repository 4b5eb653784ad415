import { massStory } from "/mass-story.js";
import {
  InvalidListError,
  MassRevocation,
  memoryJournal,
  readList,
} from "/node_modules/certcentral-revoke/pkg/dist/mass/browser.min.js";
import { tell } from "/tell.js";

const names = { InvalidListError, MassRevocation, memoryJournal, readList };
tell(massStory(names, { baseUrl: "/services/v2" }));
