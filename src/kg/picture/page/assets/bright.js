// @ts-check
// Points and lines in WebGL 2, for networks of thousands: one draw of all lines, one of all things.

/** @typedef {ReturnType<typeof createBright>} Bright */

const SHAPES = { circle: 0, square: 1, diamond: 2, up: 3, down: 4 };

const PLACE = `#version 300 es
uniform vec2 middle; uniform vec2 scale; uniform float pixels;
in vec2 place; in vec4 colour; in float size; in float shape;
out vec4 ink; out float figure; out float wide;
void main() {
  gl_Position = vec4((place - middle) * scale * vec2(1.0, -1.0), 0.0, 1.0);
  wide = max(size * pixels * 2.0, 3.0);
  gl_PointSize = wide;
  ink = colour; figure = shape;
}`;

const LINE = `#version 300 es
precision mediump float;
in vec4 ink; in float figure; in float wide; out vec4 result;
void main() { result = vec4(ink.rgb * ink.a, ink.a); }`;

const POINT = `#version 300 es
precision mediump float;
uniform vec3 outline;
in vec4 ink; in float figure; in float wide; out vec4 result;
void main() {
  vec2 p = gl_PointCoord * 2.0 - 1.0;
  float d = length(p);
  if (figure > 3.5) d = max(abs(p.x) * 1.1 + p.y * 0.55, -p.y * 1.25);
  else if (figure > 2.5) d = max(abs(p.x) * 1.1 - p.y * 0.55, p.y * 1.25);
  else if (figure > 1.5) d = abs(p.x) + abs(p.y);
  else if (figure > 0.5) d = max(abs(p.x), abs(p.y)) * 1.1;
  float soft = 2.5 / wide;
  float inside = 1.0 - smoothstep(1.0 - soft, 1.0, d);
  float edge = wide < 7.0 ? 0.0 : smoothstep(1.0 - 2.2 * soft - 0.04, 1.0 - soft - 0.04, d);
  float alpha = inside * ink.a;
  result = vec4(mix(ink.rgb, outline, edge) * alpha, alpha);
}`;

/** @param {string} text @returns {number[]} */
export function channels(text) {
  const hex = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})/i.exec(text);
  return hex ? hex.slice(1).map((part) => parseInt(part, 16)) : [128, 128, 128];
}

/** The figure by which a kind of thing is told. @param {number[][]|null} points */
export function figureOf(points) {
  if (!points) return SHAPES.circle;
  if (points.length === 3) return points[0][1] < 0 ? SHAPES.up : SHAPES.down;
  if (points.length !== 4) return SHAPES.circle;
  return points.some(([x]) => Math.abs(x) < 0.5) ? SHAPES.diamond : SHAPES.square;
}

/** @param {WebGL2RenderingContext} gl @param {string} fragment */
function programOf(gl, fragment) {
  const program = gl.createProgram();
  for (const [kind, text] of /** @type {[number, string][]} */ ([[gl.VERTEX_SHADER, PLACE], [gl.FRAGMENT_SHADER, fragment]])) {
    const shader = /** @type {WebGLShader} */ (gl.createShader(kind));
    gl.shaderSource(shader, text);
    gl.compileShader(shader);
    gl.attachShader(program, shader);
  }
  ["place", "colour", "size", "shape"].forEach((name, i) => gl.bindAttribLocation(program, i, name));
  gl.linkProgram(program);
  if (!gl.getProgramParameter(program, gl.LINK_STATUS)) throw new Error(gl.getProgramInfoLog(program) ?? "no program");
  const at = (/** @type {string} */ name) => gl.getUniformLocation(program, name);
  return { program, middle: at("middle"), scale: at("scale"), pixels: at("pixels"), outline: at("outline") };
}

/** What is to be drawn: places, colours with opacity, sizes and figures; lines leave the last two out. */
class Batch {
  /** @param {WebGL2RenderingContext} gl @param {string} fragment */
  constructor(gl, fragment) {
    this.gl = gl;
    this.made = programOf(gl, fragment);
    this.array = gl.createVertexArray();
    this.buffers = [0, 1, 2].map(() => gl.createBuffer());
    this.count = 0;
  }

  /** @param {Float32Array<ArrayBuffer>} places @param {Uint8Array<ArrayBuffer>} colours @param {Float32Array<ArrayBuffer>} [figures] Size and shape of each. */
  fill(places, colours, figures) {
    const { gl } = this;
    gl.bindVertexArray(this.array);
    this.#attribute(0, places, [[0, 2, gl.FLOAT, 8, 0]]);
    this.#attribute(1, colours, [[1, 4, gl.UNSIGNED_BYTE, 4, 0]]);
    if (figures) this.#attribute(2, figures, [[2, 1, gl.FLOAT, 8, 0], [3, 1, gl.FLOAT, 8, 4]]);
    this.count = places.length / 2;
  }

  /** @param {number} at @param {BufferSource} data @param {number[][]} parts */
  #attribute(at, data, parts) {
    const { gl } = this;
    gl.bindBuffer(gl.ARRAY_BUFFER, this.buffers[at]);
    gl.bufferData(gl.ARRAY_BUFFER, data, gl.STATIC_DRAW);
    for (const [name, size, type, stride, offset] of parts) {
      gl.enableVertexAttribArray(name);
      gl.vertexAttribPointer(name, size, type, type === gl.UNSIGNED_BYTE, stride, offset);
    }
  }

  /** @param {number} mode @param {import("./camera.js").Camera} camera @param {number} ratio @param {number[]} outline */
  draw(mode, camera, ratio, outline) {
    if (!this.count) return;
    const { gl, made } = this;
    gl.useProgram(made.program);
    gl.bindVertexArray(this.array);
    gl.uniform2f(made.middle, camera.x, camera.y);
    gl.uniform2f(made.scale, (2 * camera.k) / camera.width, (2 * camera.k) / camera.height);
    gl.uniform1f(made.pixels, camera.k * ratio);
    if (made.outline) gl.uniform3fv(made.outline, outline.map((part) => part / 255));
    gl.drawArrays(mode, 0, this.count);
  }
}

/** A renderer on a canvas, or null where there is no WebGL 2. @param {HTMLCanvasElement} canvas */
export function createBright(canvas) {
  const gl = canvas.getContext("webgl2", { premultipliedAlpha: true, antialias: true });
  if (!gl) return null;
  const [lines, things] = [new Batch(gl, LINE), new Batch(gl, POINT)];
  gl.enable(gl.BLEND);
  gl.blendFunc(gl.ONE, gl.ONE_MINUS_SRC_ALPHA);
  return {
    /** @param {number} most How many lines there can be. @param {(each: (a: [number, number], b: [number, number], colour: string, alpha: number) => void) => void} walk Gives each line. */
    setLines(most, walk) {
      const places = new Float32Array(most * 4);
      const colours = new Uint8Array(most * 8);
      /** @type {Map<string, number[]>} */
      const known = new Map();
      // A crowd of lines is drawn fainter, or it would hide its things.
      const strength = Math.max(24, Math.min(140, 140 * Math.sqrt(4000 / most)));
      let at = 0;
      walk((a, b, colour, alpha) => {
        let rgb = known.get(colour);
        if (!rgb) known.set(colour, (rgb = channels(colour)));
        places[at * 4] = a[0];
        places[at * 4 + 1] = a[1];
        places[at * 4 + 2] = b[0];
        places[at * 4 + 3] = b[1];
        for (let i = 0; i < 8; i += 1) colours[at * 8 + i] = i % 4 < 3 ? rgb[i % 4] : alpha * strength;
        at += 1;
      });
      lines.fill(places.subarray(0, at * 4), colours.subarray(0, at * 8));
    },
    /** @param {([number, number]|null)[]} at @param {number[]} radii @param {(i: number) => {fill: number[], alpha: number, figure: number}} look */
    setThings(at, radii, look) {
      const places = new Float32Array(at.length * 2);
      const colours = new Uint8Array(at.length * 4);
      const figures = new Float32Array(at.length * 2);
      at.forEach((place, i) => {
        const { fill, alpha, figure } = look(i);
        places[i * 2] = place ? place[0] : 0;
        places[i * 2 + 1] = place ? place[1] : 0;
        for (let j = 0; j < 3; j += 1) colours[i * 4 + j] = fill[j];
        colours[i * 4 + 3] = place ? alpha * 255 : 0;
        figures[i * 2] = radii[i];
        figures[i * 2 + 1] = figure;
      });
      things.fill(places, colours, figures);
    },
    /** @param {import("./camera.js").Camera} camera @param {number} ratio @param {string} outline */
    draw(camera, ratio, outline) {
      gl.viewport(0, 0, canvas.width, canvas.height);
      gl.clearColor(0, 0, 0, 0);
      gl.clear(gl.COLOR_BUFFER_BIT);
      lines.draw(gl.LINES, camera, ratio, [0, 0, 0]);
      things.draw(gl.POINTS, camera, ratio, channels(outline));
    },
  };
}
