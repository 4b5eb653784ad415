import { consume } from "../../consume.js";

export const dynamic = "force-dynamic";
export async function GET(request) {
  const baseUrl = new URL(request.url).searchParams.get("sandbox");
  return Response.json(await consume({ baseUrl, apiKey: "sandbox-admin-key" }));
}
