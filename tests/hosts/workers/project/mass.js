import { consumeMass } from "./consume-mass.js";

export default {
  async fetch(request) {
    const baseUrl = new URL(request.url).searchParams.get("sandbox");
    return Response.json(await consumeMass({ baseUrl, apiKey: "sandbox-admin-key" }));
  },
};
