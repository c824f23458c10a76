/** Dates as people know them: days, months, years, intervals and bounds. `tests/disputes/dates.yaml` says what is expected. */

import { FIRST_YEAR } from "../generated.js";

const DATE = /^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?$/;

/** A date that is none; its message ends the name of a word of the what-if page. */
export class BadDate extends Error {}

/**
 * Returns the earliest and the latest day on which an event ended; `null` where nobody says.
 *
 * @param {string} text a day, a month or a year, an interval `A/B`, a bound `../B`, `A/..`, or `[A..B]`, one
 *   day of these
 * @returns {[string | null, string | null]}
 * @throws {BadDate} it is none of these, or lies before 1980
 */
export function period(text) {
  if (text.startsWith("[") && text.endsWith("]")) return oneOf(text);
  const slash = text.indexOf("/");
  if (slash < 0) return bounds(text);
  const [begin, end] = [text.slice(0, slash), text.slice(slash + 1)];
  if (begin === "..") return [null, bounds(end)[1]];
  const first = bounds(begin)[0];
  if (end === "..") return [first, null];
  const [earliest, latest] = bounds(end);
  if (latest < first) throw new BadDate("date backwards");
  return [first > earliest ? first : earliest, latest];
}

/**
 * Returns the first and the last day of a set `[A..B]`.
 * @param {string} text
 * @returns {[string, string]}
 */
function oneOf(text) {
  const [begin, end = ""] = text.slice(1, -1).split("..");
  const [first, last] = [bounds(begin)[0], bounds(end)[1]];
  if (last < first) throw new BadDate("date backwards");
  return [first, last];
}

/**
 * @param {string} text
 * @returns {[string, string]}
 */
function bounds(text) {
  const found = DATE.exec(text.trim());
  if (!found) throw new BadDate("date bad");
  const [year, month, day] = found.slice(1).map((part) => (part === undefined ? undefined : Number(part)));
  if (year === undefined || year < FIRST_YEAR) throw new BadDate("date early");
  const first = iso(year, month ?? 1, day ?? 1);
  if (day !== undefined) return [first, first];
  const last = new Date(Date.UTC(year, month ?? 12, 0)).getUTCDate();
  return [first, iso(year, month ?? 12, last)];
}

/**
 * @param {number} year
 * @param {number} month
 * @param {number} day
 */
function iso(year, month, day) {
  const date = new Date(Date.UTC(year, month - 1, day));
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) throw new BadDate("date bad");
  return date.toISOString().slice(0, 10);
}
