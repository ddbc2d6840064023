/** The start with a law of the test's own: `start-child.ts FOLDER`. */
import { start } from '#bot/start.ts'

await start(process.argv[2])
