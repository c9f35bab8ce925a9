// What the server writes at the head of /sw.js (familyapp/web/offline/worker_script.py), for the type checker only.

/** Which build of the app this is. */
declare const BUILD: string;
/** Addresses of styles, scripts and the icon, each for ever the same bytes. */
declare const PRECACHE: readonly string[];
/** Pages that hold nobody's words. */
declare const SHELL: readonly string[];
/** Sources of regular expressions for the addresses whose forms wait in the outbox. */
declare const OUTBOX: readonly string[];
