// Who somebody is: by Cloudflare Access, by the development setting, or nobody. Not here: what they may do
// (`permissions.js`).

import { accessIdentity } from "./access.js";
import { developmentIdentity } from "./development.js";

/** @typedef {import("./actor.js").Identified} Identified */

/** @param {Request} request @param {import("../settings.js").SignIn} signIn @returns {Promise<Identified>} */
export async function identify(request, signIn) {
  switch (signIn.how) {
    case "access":
      return accessIdentity(request, signIn);
    case "development":
      return developmentIdentity(request, signIn.people);
    case "nobody": {
      const message =
        "No sign-in is set up, so nobody is let in: set ACCESS_TEAM_DOMAIN, ACCESS_AUD and ROLES.";
      return { refused: { code: "access_denied|no_sign_in", message } };
    }
  }
}
