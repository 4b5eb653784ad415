// Numbers, dates and names as text. Dates have one format: en-GB in the browser's time zone, with the zone's name.

import type { Requester } from "certcentral-revoke";

/** 10300 as "10,300". */
export const formatNumber = (value: number) => value.toLocaleString("en");

const MINUTE_MS = 60_000;
const DATE = { day: "numeric", month: "short", year: "numeric" } as const;
const TIME = { hour: "2-digit", minute: "2-digit", timeZoneName: "short" } as const;

/** For example "30 Nov 2026, 11:04:59 CET". */
export const formatTime = (time: number | Date) =>
  new Date(time).toLocaleString("en-GB", { ...DATE, ...TIME, second: "2-digit" });

/** For example "11:04:59 CET". For steps of a view that is open now. */
export const formatClock = (time: Date) =>
  time.toLocaleTimeString("en-GB", { ...TIME, second: "2-digit" });

/** For example "2026-11-30 10:04:59 UTC". */
export const formatUtc = (time: Date) => `${time.toISOString().slice(0, 19).replace("T", " ")} UTC`;

/** To the minute and with UTC, for example "30 Nov 2026, 11:04 CET (30 Nov 2026, 10:04 UTC)". */
export function formatDeadline(time: number): string {
  const format = { ...DATE, ...TIME };
  const here = new Date(time).toLocaleString("en-GB", format);
  const utc = new Date(time).toLocaleString("en-GB", { ...format, timeZone: "UTC" });
  return here === utc ? utc : `${here} (${utc})`;
}

/** The next full minute, so that a required deadline is not rounded down. */
export const ceilToMinute = (time: number) => Math.ceil(time / MINUTE_MS) * MINUTE_MS;

/** A timestamp of DigiCert in the browser's time zone. Unreadable text is returned unchanged. */
export function formatTimestamp(text: string): string {
  const time = new Date(text);
  return Number.isNaN(time.getTime()) ? text : formatTime(time);
}

export const plural = (count: number, noun: string) =>
  `${formatNumber(count)} ${noun}${count === 1 ? "" : "s"}`;

/** A status of DigiCert as text. */
export const statusLabel = (status: string) => status.replaceAll("_", " ");

export function personName({ firstName, lastName, email, id }: Requester): string {
  return [firstName, lastName].filter(Boolean).join(" ") || email || `user ${id}`;
}
