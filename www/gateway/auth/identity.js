// Authenticates a request with the configured sign-in.

import { accessIdentity } from "./access.js";
import { developmentIdentity } from "./development.js";

/** @typedef {import("./actor.js").Identification} Identification */

/** @param {Request} request @param {import("./sign-in.js").SignIn} signIn @returns {Promise<Identification>} */
export async function identify(request, signIn) {
  switch (signIn.method) {
    case "access":
      return accessIdentity(request, signIn);
    case "development":
      return developmentIdentity(request, signIn.people);
    case "none": {
      const message = "No sign-in is configured. Set ACCESS_TEAM_DOMAIN, ACCESS_AUD and ROLES.";
      return { denied: { code: "access_denied|no_sign_in", message } };
    }
  }
}
