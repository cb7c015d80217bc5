"""A small drawing surface for flat-colour illustrations.

Coordinates are pixels of the finished picture (1600 × 1067, origin top left). Everything is drawn at twice that
size and scaled down once, which is what smooths the edges. Random numbers come from a seed of the picture's own,
so that adding one picture never changes another.
"""

import math

import numpy
from PIL import Image, ImageChops, ImageDraw, ImageFilter

WIDTH, HEIGHT = 1600, 1067
SCALE = 2


def rgb(colour):
    """`#rrggbb` as three numbers from 0 to 255; a tuple passes through."""
    if isinstance(colour, tuple):
        return colour[:3]
    return tuple(int(colour[at : at + 2], 16) for at in (1, 3, 5))


def mix(one, other, share):
    """The colour that lies `share` (0 to 1) of the way from one colour to another."""
    return tuple(round(a + (b - a) * share) for a, b in zip(rgb(one), rgb(other)))


class Canvas:
    """One picture in the making."""

    def __init__(self, seed):
        # RandomState's stream is frozen by NumPy's compatibility policy; default_rng's is not.
        self.random = numpy.random.RandomState(seed)
        self.image = Image.new("RGB", (WIDTH * SCALE, HEIGHT * SCALE))
        self.pen = ImageDraw.Draw(self.image, "RGBA")

    # -- areas -------------------------------------------------------------------------------------------------

    def gradient(self, stops, top=0, bottom=HEIGHT):
        """Fills the rows from `top` to `bottom` with colours at given shares of the height: `[(0, "#…"), (1, "#…")]`."""
        self.fill([(0, top), (WIDTH, top), (WIDTH, bottom), (0, bottom)], stops)

    def fill(self, points, stops, across=False):
        """Fills a polygon with a gradient that runs down, or from left to right with `across`."""
        xs, ys = [x for x, _ in points], [y for _, y in points]
        left, top = math.floor(min(xs)), math.floor(min(ys))
        width = max(1, math.ceil(max(xs)) - left) * SCALE
        height = max(1, math.ceil(max(ys)) - top) * SCALE
        length = width if across else height
        at = numpy.linspace(0, 1, length)
        shares = [share for share, _ in stops]
        ramp = numpy.stack([numpy.interp(at, shares, [rgb(colour)[part] for _, colour in stops]) for part in range(3)], axis=-1)
        # Half a step of noise before rounding, or slow gradients show bands.
        ramp = ramp[None, :, :] if across else ramp[:, None, :]
        area = numpy.broadcast_to(ramp, (height, width, 3)) + self.random.uniform(-0.5, 0.5, (height, width, 1))
        patch = Image.fromarray(numpy.clip(numpy.rint(area), 0, 255).astype("uint8"))
        mask = Image.new("L", (width, height))
        ImageDraw.Draw(mask).polygon([((x - left) * SCALE, (y - top) * SCALE) for x, y in points], fill=255)
        self.image.paste(patch, (left * SCALE, top * SCALE), mask)

    def polygon(self, points, colour, alpha=1.0):
        """Fills a polygon with one colour."""
        self.pen.polygon([(x * SCALE, y * SCALE) for x, y in points], fill=(*rgb(colour), round(alpha * 255)))

    def box(self, left, top, right, bottom, colour, alpha=1.0, radius=0):
        """Fills a rectangle, with round corners if asked."""
        ends = [left * SCALE, top * SCALE, right * SCALE - 1, bottom * SCALE - 1]
        if ends[2] >= ends[0] and ends[3] >= ends[1]:
            self.pen.rounded_rectangle(ends, radius * SCALE, fill=(*rgb(colour), round(alpha * 255)))

    def disc(self, x, y, across, colour, alpha=1.0, down=None):
        """Fills an ellipse around a centre, of radius `across` and, where it differs, `down`."""
        down = across if down is None else down
        self.pen.ellipse([(x - across) * SCALE, (y - down) * SCALE, (x + across) * SCALE, (y + down) * SCALE], fill=(*rgb(colour), round(alpha * 255)))

    def line(self, points, colour, width=2.0, alpha=1.0):
        """Draws a line through points."""
        self.pen.line([(x * SCALE, y * SCALE) for x, y in points], fill=(*rgb(colour), round(alpha * 255)), width=max(1, round(width * SCALE)), joint="curve")

    # -- light -------------------------------------------------------------------------------------------------

    def glow(self, x, y, radius, colour, strength=0.6, down=None):
        """Adds light around a point, fading to nothing at the radius."""
        down = radius if down is None else down
        self._light(self._region(x - radius, y - down, x + radius, y + down), colour, lambda h, v: strength * numpy.clip(1 - numpy.hypot((h - x) / radius, (v - y) / down), 0, 1) ** 2)

    def beam(self, points, colour, strength, soft=14, reach=None):
        """Adds a soft-edged beam of light in the shape of a polygon, fading with the distance from its first corner."""
        mask = Image.new("L", self.image.size)
        ImageDraw.Draw(mask).polygon([(x * SCALE, y * SCALE) for x, y in points], fill=round(255 * strength))
        mask = mask.filter(ImageFilter.GaussianBlur(soft * SCALE))
        if reach:
            across = numpy.arange(self.image.width)[None, :] / SCALE - points[0][0]
            down = numpy.arange(self.image.height)[:, None] / SCALE - points[0][1]
            faded = numpy.asarray(mask, dtype="float32") * numpy.clip(1 - numpy.hypot(across, down) / reach, 0, 1) ** 1.1
            faded += self.random.uniform(-0.5, 0.5, faded.shape) * (faded > 0.5)
            mask = Image.fromarray(numpy.clip(numpy.rint(faded), 0, 255).astype("uint8"))
        self.image.paste(Image.new("RGB", self.image.size, rgb(colour)), (0, 0), mask)

    def _region(self, left, top, right, bottom):
        clip = lambda value, most: int(min(max(value * SCALE, 0), most))
        return clip(left, self.image.width), clip(top, self.image.height), clip(right, self.image.width), clip(bottom, self.image.height)

    def _light(self, region, colour, strength):
        left, top, right, bottom = region
        if right <= left or bottom <= top:
            return
        base = numpy.asarray(self.image.crop(region), dtype="float32")
        across = numpy.arange(left, right, dtype="float32")[None, :] / SCALE
        down = numpy.arange(top, bottom, dtype="float32")[:, None] / SCALE
        share = strength(across, down)[:, :, None]
        # Screen blending: light never darkens what it falls on.
        lit = base + (255 - base) * share * (numpy.array(rgb(colour), dtype="float32") / 255)
        lit += self.random.uniform(-0.5, 0.5, lit.shape[:2] + (1,))
        self.image.paste(Image.fromarray(numpy.clip(numpy.rint(lit), 0, 255).astype("uint8")), (left, top))

    # -- landscape ---------------------------------------------------------------------------------------------

    def outline(self, base, height, waves=5, roughness=0.5, step=4):
        """A hilly line across the picture: sines of falling size on random phases. Returns its points."""
        phases = self.random.uniform(0, 2 * math.pi, waves)
        lengths = self.random.uniform(0.7, 1.3, waves)
        points = []
        for x in range(-step, WIDTH + 2 * step, step):
            rise = sum(roughness**n * math.sin(x / WIDTH * 2 * math.pi * lengths[n] * 1.7**n + phases[n]) for n in range(waves))
            points.append((x, base - height * rise / 2))
        return points

    def ridge(self, base, height, top, foot=None, bottom=HEIGHT, **shape):
        """A hill range from colour `top` to colour `foot`. Returns its outline."""
        line = self.outline(base, height, **shape)
        self.fill(line + [(WIDTH + 8, bottom), (-8, bottom)], [(0, top), (1, foot or top)])
        return line

    def sea(self, top, stops, bottom=HEIGHT):
        """Water from the horizon down."""
        self.gradient(stops, top, bottom)

    def glints(self, top, bottom, colour, count, centre=None, spread=WIDTH, alpha=0.5):
        """Short strokes of light on water, larger and further apart the nearer they are."""
        for _ in range(count):
            near = self.random.uniform() ** 1.6
            y = top + 3 + (bottom - top - 3) * near
            x = self.random.uniform(0, WIDTH) if centre is None else self.random.normal(centre, spread * (0.35 + 0.65 * near))
            length = (10 + 70 * near) * self.random.uniform(0.5, 1.4)
            self.disc(x, y, length, colour, alpha * self.random.uniform(0.3, 1), 0.7 + 2.4 * near)

    def clouds(self, x, y, width, colour, alpha=1.0, puffs=11, flat=0.2, thin=True):
        """A bank of cloud on a flat underside at `y`, `flat` times as high as wide; a `thin` one fades downwards."""
        # The puffs are joined into one shape first: laid down one by one, a thin cloud would show every seam.
        high = math.ceil(width * flat) + 4
        left, top = round(x - width * 0.6), round(y) - high
        mask = Image.new("L", (round(width * 1.2) * SCALE, high * SCALE))
        pen = ImageDraw.Draw(mask)
        for n in range(puffs):
            at = (n + 0.5) / puffs
            across = width / puffs * (0.9 + 1.5 * math.sin(at * math.pi)) * self.random.uniform(0.8, 1.2)
            up = min(high - 4, width * flat * math.sin(at * math.pi) ** 0.8 * self.random.uniform(0.55, 1.0) + 4)
            middle = width * 0.1 + width * at
            pen.ellipse([(middle - across) * SCALE, (high - up) * SCALE, (middle + across) * SCALE, (high + up) * SCALE], fill=255)
        fade = Image.linear_gradient("L").resize(mask.size).point(lambda share: round(255 * alpha * (1 - 0.55 * (share / 255) ** 2)) if thin else round(255 * alpha))
        self.image.paste(Image.new("RGB", mask.size, rgb(colour)), (left * SCALE, top * SCALE), ImageChops.multiply(mask, fade))

    def gull(self, x, y, size, colour, alpha=0.9):
        """A far gull: two bent wings."""
        arc = lambda side: [(x + side * size * t, y - size * 0.42 * math.sin(t * math.pi * 0.82) + size * 0.12 * t) for t in [n / 8 for n in range(9)]]
        for side in (-1, 1):
            self.line(arc(side), colour, size / 11 + 0.6, alpha)

    def mirror(self, horizon, depth, fade=0.55, tint="#0b1a2b", blur=2.0):
        """Lays the picture above a horizon upside down on the water below it, rippled and darkened."""
        depth = min(depth, horizon, HEIGHT - horizon)
        above = self.image.crop((0, (horizon - depth) * SCALE, WIDTH * SCALE, horizon * SCALE)).transpose(Image.Transpose.FLIP_TOP_BOTTOM)
        pixels = numpy.asarray(above.filter(ImageFilter.GaussianBlur(blur * SCALE)), dtype="float32")
        rows = numpy.arange(pixels.shape[0])
        near = rows / pixels.shape[0]
        shift = (numpy.sin(rows / (7 + 26 * near) / SCALE * 2.2) * (2 + 15 * near) + numpy.sin(rows / (3.1 + 9 * near) / SCALE) * (1 + 6 * near)) * SCALE
        columns = (numpy.arange(pixels.shape[1])[None, :] + numpy.rint(shift).astype(int)[:, None]) % pixels.shape[1]
        rippled = pixels[rows[:, None], columns]
        share = (fade + (1 - fade) * near)[:, None, None]
        mixed = rippled * (1 - share) + numpy.array(rgb(tint), dtype="float32") * share
        mixed += self.random.uniform(-0.5, 0.5, mixed.shape[:2] + (1,))
        self.image.paste(Image.fromarray(numpy.clip(numpy.rint(mixed), 0, 255).astype("uint8")), (0, horizon * SCALE))

    # -- the finished picture ------------------------------------------------------------------------------------

    def finish(self, grain=1.3, vignette=0.16):
        """The picture at its own size, with darker corners and a little paper grain."""
        pixels = numpy.asarray(self.image.resize((WIDTH, HEIGHT), Image.Resampling.LANCZOS), dtype="float32")
        across = numpy.linspace(-1, 1, WIDTH)[None, :]
        down = numpy.linspace(-1, 1, HEIGHT)[:, None]
        pixels = pixels * (1 - vignette * numpy.clip(numpy.hypot(across, down) - 0.45, 0, 1) ** 1.5)[:, :, None]
        # Grain twice as coarse as a pixel looks like paper and costs JPEG far less than fine noise.
        noise = Image.fromarray(self.random.normal(0, grain, (HEIGHT // 2 + 1, WIDTH // 2)).astype("float32"))
        pixels += numpy.asarray(noise.resize((WIDTH, (HEIGHT // 2 + 1) * 2), Image.Resampling.BICUBIC))[:HEIGHT, :, None]
        return Image.fromarray(numpy.clip(numpy.rint(pixels), 0, 255).astype("uint8"))
