// @ts-check
// What `mount` is given, in version 3: `kg.picture.page.Payload` says the same in Python, and a test
// holds the two together. Numbers are indices; days are ISO 8601 days; places are in pixels.

/**
 * @typedef {Object} Payload
 * @property {number} version Version of this payload.
 * @property {number} contract Version of the network's contract.
 * @property {string} title Heading.
 * @property {string} source What it is taken from, and under which licence.
 * @property {Object<string, string>} titles Heading in each language.
 * @property {Object<string, string>} sources Source line in each language.
 * @property {Object<string, string>} dated The same of the timeline, which shows phases too.
 * @property {"en"|"ur"} lang Language that is shown first.
 * @property {string} view Name of the view that is shown first.
 * @property {string[]} offered Names of the views that a reader may switch between.
 * @property {string|null} on The day at which the network was taken; null for all times.
 * @property {string|null} until The day up to which anything was observed.
 * @property {boolean} claims Whether claims are shown at first.
 * @property {number[]|null} years First and last stop of the clock; null in a picture of one day.
 * @property {Object<string, Object<string, string>>} words Words of the page by language.
 * @property {Object<string, string[]>} months Names of the months by language.
 * @property {Object<string, Object<string, string[]>>} counts Singular and plural by language.
 * @property {number[]} claimDash Dash of a claim's line.
 * @property {Object<string, number[][]>} marks Corners of each mark on a line; a circle has none.
 * @property {Object<string, Stroke>} strokes How surely a tie holds, as a line.
 * @property {Object<string, Object<string, string[]>>} notes Notes by language and view.
 * @property {Object<string, Group>} groups Visual classes of things, in order.
 * @property {Paint[]} paints Kinds of tie.
 * @property {Thing[]} nodes
 * @property {Tie[]} ties
 * @property {Lot[]} gathered Members that are drawn as one until a reader opens them.
 * @property {Object<string, View>} views
 * @property {string[]} timelines The timeline in each language, as SVG with its `lang`.
 */
/** @typedef {{width: number, opacity: number, dash: number[]}} Stroke */
/** @typedef {{fill: string, points: number[][]|null, count: number}} Group */
/** @typedef {{key: string, en: string, ur: string, colour: string, mark: string, count: number}} Paint */
/**
 * @typedef {Object} Thing
 * @property {string} id
 * @property {string} l Name.
 * @property {string} [u] Name in Urdu.
 * @property {string[]} [a] Other names, abbreviations and codes.
 * @property {string} [k] Words for its kind.
 * @property {string} [ku] The same in Urdu.
 * @property {string} g Visual class.
 * @property {string} [w] Its time in words.
 * @property {string} [wu] The same in Urdu.
 * @property {string} [note] Its name today.
 * @property {number} [n] How many things it stands for.
 * @property {Source[]} [e] Its sources.
 */
/**
 * @typedef {Object} Tie
 * @property {string} id
 * @property {number} s Index of the thing where it starts.
 * @property {number} t Index of the thing where it ends.
 * @property {number} p Index of its paint.
 * @property {string} [k] Words for its kind, where they are not its paint's.
 * @property {string} [ku] The same in Urdu.
 * @property {number} n How many ties it stands for; 1 where it is left out.
 * @property {(string|null)[]} b Earliest and latest start, earliest and latest end; none where it is left out.
 * @property {string} [w] Its time in words.
 * @property {string} [wu] The same in Urdu.
 * @property {string} [c] Certainty on the network's day.
 * @property {string} [lk] The day on which it was last known to hold.
 * @property {number} [y] 1 where it has no direction.
 * @property {number} [m] 1 where it is a claim.
 * @property {string} [ml] Its modality in words.
 * @property {string} [d] Detail.
 * @property {string[]} [who] Claimants.
 * @property {string[][]} [f] Facts: what of, and what.
 * @property {Source[]} [e] Its sources.
 * @property {string[]} [o] What others say instead.
 */
/** @typedef {{id: string, g: string, hub: number, of: number[]}} Lot Its visual class, and the indices of what has the members and of these. */
/** @typedef {{title: string, publisher: string, locator: string, url: string, reviewed: string, status: string}} Source */
/**
 * @typedef {Object} View
 * @property {([number, number]|null)[]} at Place of each thing, then of each lot.
 * @property {number[]} r Radius of each of them.
 * @property {number[][]} opens Left, top, right, bottom of the members of each lot, once it is open.
 * @property {number} font Size of its words.
 * @property {number[]} extent Left, top, right, bottom of everything.
 * @property {number[]|null} frame The same of the map.
 * @property {[string, [number, number]][]} names Names on the map.
 * @property {[number[][], number, number|null][]} lands Land: its rings as flat coordinates, its shade or -1, the thing that is shaded.
 * @property {{colour: string, en: string, ur: string}[]} shades Colours of land, and what they mean.
 * @property {[string, number[]][]} lines Lines of the map by kind, as flat coordinates.
 * @property {boolean} [bare] Whether strands and labels are left out, because they follow from the ties.
 * @property {Strand[]} strands
 * @property {Label[]} labels
 */
/**
 * @typedef {Object} Strand One drawn line.
 * @property {number} i Its index.
 * @property {number} s
 * @property {number} t
 * @property {number} p
 * @property {number} a 1 where it has an arrow.
 * @property {number} b Roundness of its bend.
 * @property {number} loop Number of the loop at one thing.
 * @property {number[]} ties What it stands for.
 * @property {number[]} [fan] Roundness of the bend of each of them when they are fanned out.
 * @property {number} [m] Part of it at which its mark stands.
 * @property {number} [c] Part of it at which its number stands; none where there is no room.
 */
/**
 * @typedef {Object} Label
 * @property {number} n Index of its thing, or behind the things of its lot.
 * @property {string[]} en
 * @property {string[]} ur
 * @property {string} sub Years under the name.
 * @property {string} subUr
 * @property {number} x Middle of its box.
 * @property {number} y
 * @property {number} w
 * @property {number} h
 * @property {boolean} shown Whether it has room at first.
 * @property {number} [side] -1 or 1 where it stands beside its thing, left or right of it.
 * @property {number} [area] 1 where it lies on the map as the name of an area, which has no marker.
 * @property {number} [led] 1 where it stands off, and a line leads to its thing.
 */

export const PAYLOAD_VERSION = 3;
