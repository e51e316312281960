/** Speak English: the texts of `_locales/en`, put together as a browser does. */
import { readFileSync } from "node:fs";
import { speakBy } from "../../extension/src/shared/say.js";

/** @param {string} language @returns {Record<string, {message: string}>} */
export const messagesIn = (language) =>
  JSON.parse(
    readFileSync(
      new URL(`../../extension/_locales/${language}/messages.json`, import.meta.url),
      "utf8",
    ),
  );

/** @param {string} language */
export function speak(language) {
  const messages = messagesIn(language);
  speakBy((key, values) =>
    key === "@@ui_locale"
      ? language
      : (messages[key]?.message ?? "").replace(/\$(\d)/gu, (_, at) => values[Number(at) - 1] ?? ""),
  );
}

speak("en");
