import { consume } from "./consume.js";

export default {
  async fetch(request) {
    const baseUrl = new URL(request.url).searchParams.get("sandbox");
    return Response.json(await consume({ baseUrl, apiKey: "sandbox-admin-key" }));
  },
};
